package dev.jcompose.planner;

import dev.jcompose.model.Service;
import dev.jcompose.model.value.NamespaceMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Services whose containers lend a namespace or volumes to those of another. */
final class Parents {
    /** What is shared, in the words of messages. */
    record Share(String service, String what) {}

    private Parents() {}

    static List<String> of(Service service) {
        var names = new LinkedHashSet<String>();
        shares(service).forEach(share -> names.add(share.service()));
        return List.copyOf(names);
    }

    static List<Share> shares(Service service) {
        var found = new ArrayList<Share>();
        service(service.networkMode()).ifPresent(name -> found.add(new Share(name, "network namespace")));
        service(service.ipc()).ifPresent(name -> found.add(new Share(name, "IPC namespace")));
        service(service.pid()).ifPresent(name -> found.add(new Share(name, "PID namespace")));
        for (String from : service.volumesFrom()) {
            if (!from.startsWith("container:")) {
                found.add(new Share(from.split(":", 2)[0], "volume"));
            }
        }
        return found;
    }

    private static Optional<String> service(Optional<NamespaceMode> mode) {
        return mode.flatMap(NamespaceMode::referencedService);
    }
}
