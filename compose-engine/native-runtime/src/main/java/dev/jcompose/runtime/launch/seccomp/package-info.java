/** System call filters: Docker's default profile, compiled to classic BPF for this machine. */
@NullMarked
package dev.jcompose.runtime.launch.seccomp;

import org.jspecify.annotations.NullMarked;
