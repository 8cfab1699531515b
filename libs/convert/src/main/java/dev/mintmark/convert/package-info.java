/**
 * A trained model made for targets: what the line's step does with events and a store, and a
 * workstation with files. Given the same model, samples and profiles both make the same bytes.
 */
@NullMarked
package dev.mintmark.convert;

import org.jspecify.annotations.NullMarked;
