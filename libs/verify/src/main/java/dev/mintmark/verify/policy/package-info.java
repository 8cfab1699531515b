/**
 * What must hold before a release is believed, beyond that a key signed it: policies, and the keys
 * of files or key sets counted, role by role. Without Quarkus, files and clock but where a method
 * says so.
 */
@NullMarked
package dev.mintmark.verify.policy;

import org.jspecify.annotations.NullMarked;
