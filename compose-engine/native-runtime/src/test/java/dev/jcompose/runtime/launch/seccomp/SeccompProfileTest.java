package dev.jcompose.runtime.launch.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.launch.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompProfileTest {
    private static final int ALLOW = 0x7fff_0000;
    private static final int EPERM = 0x0005_0001;
    private static final int ENOSYS = 0x0005_0000 | 38;
    private static final long[] CORNERS = {
        0,
        1,
        7,
        8,
        9,
        37,
        38,
        39,
        40,
        41,
        0x2_0000,
        0x2_0008,
        0x4_0000,
        0x0002_0000,
        0x0200_0000,
        0x1000_0000,
        0x4000_0000,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x1_0000_0026L,
        0x1_0000_0028L,
        -1L
    };
    private static final List<Capabilities> SETS = List.of(
            Capabilities.DEFAULT,
            Capabilities.NONE,
            new Capabilities(-1L),
            Capabilities.of("SYS_ADMIN"),
            Capabilities.of("SYS_PTRACE"));

    @ParameterizedTest
    @EnumSource
    void theProgramDecidesAsTheTableForEveryNumberAndArgument(Architecture architecture) {
        for (var capabilities : SETS) {
            var decisions = SeccompProfile.decisions(architecture, capabilities);
            var program = SeccompCompiler.compile(architecture, decisions, SeccompProfile.unknown());
            for (int number = 0; number < 1100; number++) {
                var expected = decisions.getOrDefault(number, Decision.always(SeccompProfile.unknown()));
                for (long argument : CORNERS) {
                    assertThat(BpfInterpreter.run(program, architecture.audit(), number, argument))
                            .describedAs("call %d with %x", number, argument)
                            .isEqualTo(expected.on(new long[] {argument}).code());
                }
            }
        }
    }

    @Test
    void everyCallIsKnownOnceAndUnderARule() {
        for (var architecture : Architecture.values()) {
            var calls = SyscallTable.of(architecture);
            assertThat(calls).extracting(SyscallTable.Syscall::number).doesNotHaveDuplicates();
            assertThat(calls).extracting(SyscallTable.Syscall::name).contains("read", "openat2", "execve");
        }
    }

    @Test
    void aDefaultContainerMayNotLeaveItsNamespacesNorProgramTheKernel() {
        assertThat(actions(Capabilities.DEFAULT))
                .containsEntry("mount", EPERM)
                .containsEntry("unshare", EPERM)
                .containsEntry("setns", EPERM)
                .containsEntry("bpf", EPERM)
                .containsEntry("keyctl", EPERM)
                .containsEntry("io_uring_setup", EPERM)
                .containsEntry("userfaultfd", EPERM)
                .containsEntry("open_by_handle_at", EPERM)
                .containsEntry("clone3", ENOSYS)
                .containsEntry("chroot", ALLOW)
                .containsEntry("ptrace", ALLOW)
                .containsEntry("read", ALLOW);
    }

    @Test
    void aCapabilityOpensTheCallsItIsFor() {
        assertThat(actions(Capabilities.of("SYS_ADMIN")))
                .containsEntry("mount", ALLOW)
                .containsEntry("clone3", ALLOW)
                .containsEntry("bpf", ALLOW)
                .containsEntry("chroot", EPERM)
                .containsEntry("reboot", EPERM);
        assertThat(actions(Capabilities.of("BPF"))).containsEntry("bpf", ALLOW).containsEntry("mount", EPERM);
    }

    @Test
    void socketFamiliesAreJudgedByTheBitsTheKernelReads() {
        var program = SeccompCompiler.compile(
                Architecture.X86_64,
                SeccompProfile.decisions(Architecture.X86_64, Capabilities.DEFAULT),
                SeccompProfile.unknown());
        int socket = 41;
        assertThat(BpfInterpreter.run(program, Architecture.X86_64.audit(), socket, 2))
                .isEqualTo(ALLOW);
        assertThat(BpfInterpreter.run(program, Architecture.X86_64.audit(), socket, 40))
                .isEqualTo(EPERM);
        assertThat(BpfInterpreter.run(program, Architecture.X86_64.audit(), socket, 0x1_0000_0028L))
                .isEqualTo(EPERM);
    }

    @Test
    void callsOfAnotherMachineFail() {
        var program = SeccompCompiler.compile(
                Architecture.X86_64,
                SeccompProfile.decisions(Architecture.X86_64, Capabilities.DEFAULT),
                SeccompProfile.unknown());
        int i386 = 0x4000_0003;
        assertThat(BpfInterpreter.run(program, i386, 0, 0)).isEqualTo(ENOSYS);
        assertThat(BpfInterpreter.run(program, Architecture.X86_64.audit(), 0x4000_0000, 0))
                .isEqualTo(ENOSYS);
    }

    private static Map<String, Integer> actions(Capabilities capabilities) {
        var decisions = SeccompProfile.decisions(Architecture.X86_64, capabilities);
        return SyscallTable.of(Architecture.X86_64).stream()
                .collect(Collectors.toMap(
                        SyscallTable.Syscall::name,
                        call -> Objects.requireNonNull(decisions.get(call.number()))
                                .on(new long[] {-1})
                                .code()));
    }
}
