/** Whether a release is one for this device: statement, signature, target, floor. */
@NullMarked
package dev.mintmark.device.admit;

import org.jspecify.annotations.NullMarked;
