/** Reading what containers wrote, from the files that their supervisors keep in the format of Docker's json-file driver. */
@NullMarked
package dev.jcompose.runtime.log;

import org.jspecify.annotations.NullMarked;
