/** Records to text: canonical YAML and JSON as Docker Compose prints them, and the hash it labels containers with. */
@NullMarked
package dev.jcompose.model.print;

import org.jspecify.annotations.NullMarked;
