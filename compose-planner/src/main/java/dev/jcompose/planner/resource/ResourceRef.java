package dev.jcompose.planner.resource;

/**
 * Names one thing a plan touches. {@link #key()} is stable between runs and projects, {@link #name()} is what the
 * engine calls it.
 */
public sealed interface ResourceRef {
    /** The short identity within the project: {@code web#1}, {@code network default}. */
    String key();

    /** The engine's name: {@code shop-web-1}, {@code shop_default}, {@code redis:7}. */
    String name();

    /** A thing that is one container. */
    sealed interface OfContainer extends ResourceRef {
        /** Key of the service; for an orphan the service its label names. */
        String service();
    }

    /** A numbered container of a service. {@code name} is the final name, also while it still has a temporary one. */
    record Container(Replica replica, String name) implements OfContainer {
        @Override
        public String service() {
            return replica.service();
        }

        @Override
        public String key() {
            return replica.toString();
        }
    }

    /** A container made by {@code run}; it has no number. */
    record OneOff(String service, String name) implements OfContainer {
        @Override
        public String key() {
            return service + "#run:" + name;
        }
    }

    /** A short-lived container that runs a {@code pre_start} hook of a service. */
    record Hook(String service, String name) implements OfContainer {
        @Override
        public String key() {
            return service + "#hook:" + name;
        }
    }

    /** A container of the project whose service the model does not know. */
    record Orphan(String service, String name) implements OfContainer {
        @Override
        public String key() {
            return "orphan " + name;
        }
    }

    /** A network by its key in the model and its name in the engine. */
    record Network(String networkKey, String name) implements ResourceRef {
        @Override
        public String key() {
            return "network " + networkKey;
        }
    }

    /** A volume by its key in the model and its name in the engine. */
    record Volume(String volumeKey, String name) implements ResourceRef {
        @Override
        public String key() {
            return "volume " + volumeKey;
        }
    }

    /** An image by the reference the model uses. */
    record Image(String name) implements ResourceRef {
        @Override
        public String key() {
            return "image " + name;
        }
    }

    /** All replicas of a service, where a step is about the service as such. */
    record Service(String name) implements ResourceRef {
        @Override
        public String key() {
            return name;
        }
    }

    /** The project as a whole. */
    record Project(String name) implements ResourceRef {
        @Override
        public String key() {
            return "project " + name;
        }
    }
}
