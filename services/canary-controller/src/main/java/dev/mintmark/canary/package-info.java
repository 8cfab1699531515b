/**
 * Rolls releases out to a fleet in stages, judges each stage on evidence, and sends its devices
 * back when the evidence is against the release.
 *
 * <p>In: {@code release.published}, {@code device.summarized}. Out: {@code rollout.*}, {@code
 * device.enrolled}, {@code device.reported}. {@code release} verifies what may be rolled out,
 * {@code rollout} holds the states and the engine, {@code evidence} gathers what the gate judges,
 * {@code fleet} is what the engine asks of the devices' half ({@code device}), {@code outbox}
 * publishes each event once, {@code http} is the operator's door.
 */
@NullMarked
package dev.mintmark.canary;

import org.jspecify.annotations.NullMarked;
