/**
 * Brings a schema registry in line with the catalogue: for the stack and the operator's command,
 * and never for a service.
 */
@NullMarked
package dev.mintmark.topics.registry;

import org.jspecify.annotations.NullMarked;
