package dev.jcompose.runtime.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Owners, devices and trusted attributes are for root. */
final class RootOnly {
    private RootOnly() {}

    static void assume() {
        assumeTrue("root".equals(System.getProperty("user.name")), "unpacking layers sets owners: needs root");
    }
}
