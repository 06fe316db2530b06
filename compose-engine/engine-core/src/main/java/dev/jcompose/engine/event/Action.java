package dev.jcompose.engine.event;

/** What is done to a resource, whatever the tense a screen puts it in. */
public enum Action {
    PULL,
    CREATE,
    RECREATE,
    START,
    WAIT,
    STOP,
    KILL,
    RESTART,
    PAUSE,
    UNPAUSE,
    REMOVE,
    RENAME,
    CONNECT,
    DISCONNECT,
    HOOK,
    COPY
}
