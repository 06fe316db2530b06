package dev.jcompose.daemon;

import dev.jcompose.runtime.network.netlink.RouteNetlink;
import java.util.List;

/** What a machine does when it boots: it brings its loopback device up, and the daemon. */
final class MachineMain {
    private MachineMain() {}

    public static void main(String[] arguments) throws Exception {
        try (var route = RouteNetlink.open()) {
            int loopback = route.findLink("lo").orElseThrow().index();
            route.configure(List.of(RouteNetlink.up(loopback)));
        }
        EngineMain.main(arguments);
    }
}
