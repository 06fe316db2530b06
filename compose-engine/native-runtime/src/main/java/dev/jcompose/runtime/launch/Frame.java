package dev.jcompose.runtime.launch;

import java.nio.ByteBuffer;

/**
 * One message on a control socket; the types are those of the helper's control.h.
 *
 * @param type a letter, or 1 and 2 for output
 */
record Frame(int type, ByteBuffer payload) {
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int LAUNCH = 'L';
    static final int ATTACH = 'A';
    static final int INPUT = 'I';
    static final int END = 'E';
    static final int RESIZE = 'R';
    static final int WATCH = 'W';
    static final int STARTED = 'S';
    static final int FAILED = 'F';
    static final int EXIT = 'Q';
}
