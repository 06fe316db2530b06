package dev.jcompose.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceFilterCompilerTest {
    private static final int BLOCK = 1;
    private static final int CHARACTER = 2;
    private static final int MKNOD = 1;
    private static final int READ = 2;
    private static final int WRITE = 4;

    @Test
    void defaultsLetNullBeUsedAndMemoryOnlyBeMade() {
        var filter = DeviceFilterCompiler.compile(DeviceRules.DEFAULT);
        assertThat(run(filter, CHARACTER, READ | WRITE, 1, 3)).isTrue();
        assertThat(run(filter, CHARACTER, READ, 136, 42)).isTrue();
        assertThat(run(filter, CHARACTER, MKNOD, 1, 1)).isTrue();
        assertThat(run(filter, CHARACTER, READ, 1, 1)).isFalse();
        assertThat(run(filter, BLOCK, MKNOD | READ, 254, 0)).isFalse();
        assertThat(run(filter, BLOCK, MKNOD, 254, 0)).isTrue();
    }

    @Test
    void theLastMatchingRuleDecides() {
        var rules = new ArrayList<>(List.of(DeviceRule.parse("a *:* rwm").orElseThrow()));
        var fuse = DeviceRule.parse("c 10:229 rw").orElseThrow();
        rules.add(new DeviceRule(DeviceRule.Verdict.DENY, fuse.kind(), fuse.major(), fuse.minor(), "w"));
        var filter = DeviceFilterCompiler.compile(rules);
        assertThat(run(filter, CHARACTER, READ, 10, 229)).isTrue();
        assertThat(run(filter, CHARACTER, READ | WRITE, 10, 229)).isFalse();
        assertThat(run(filter, BLOCK, WRITE, 8, 0)).isTrue();
        rules.add(fuse);
        assertThat(run(DeviceFilterCompiler.compile(rules), CHARACTER, WRITE, 10, 229))
                .isTrue();
    }

    @Test
    void rulesAreReadAsDockerWritesThem() {
        assertThat(DeviceRule.parse("c 1:* rw").map(DeviceRule::toV1)).contains("c 1:* rw");
        assertThat(DeviceRule.parse("x 1:2 rw")).isEmpty();
        assertThat(DeviceRule.parse("c 1:2 rwx")).isEmpty();
        assertThat(DeviceRule.parse("c 99999999999:2 r")).isEmpty();
    }

    /** Interprets the few instructions of eBPF that the compiler makes. */
    private static boolean run(DeviceFilter filter, int type, int access, int major, int minor) {
        var code = ByteBuffer.wrap(filter.code()).order(ByteOrder.LITTLE_ENDIAN);
        int[] context = {access << 16 | type, major, minor};
        int[] register = new int[11];
        for (int at = 0; ; at++) {
            int operation = code.get(at * 8) & 0xff;
            int destination = code.get(at * 8 + 1) & 0xf;
            int source = code.get(at * 8 + 1) >> 4 & 0xf;
            int offset = code.getShort(at * 8 + 2);
            int immediate = code.getInt(at * 8 + 4);
            switch (operation) {
                case 0x61 -> register[destination] = context[offset / 4];
                case 0xbc -> register[destination] = register[source];
                case 0xb4 -> register[destination] = immediate;
                case 0x54 -> register[destination] &= immediate;
                case 0x74 -> register[destination] >>>= immediate;
                case 0x16 -> at += register[destination] == immediate ? offset : 0;
                case 0x56 -> at += register[destination] != immediate ? offset : 0;
                case 0x5e -> at += register[destination] != register[source] ? offset : 0;
                case 0x95 -> {
                    return register[0] == 1;
                }
                default -> throw new AssertionError("no instruction of ours: " + operation);
            }
        }
    }
}
