/**
 * Fetches the inputs of an example through the ordinary clients of npm and Maven, checked against
 * its {@code inputs.lock}, and cuts samples out of its photos. What is there already is used again.
 */
@NullMarked
package dev.mintmark.cli.inputs;

import org.jspecify.annotations.NullMarked;
