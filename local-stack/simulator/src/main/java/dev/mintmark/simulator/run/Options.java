package dev.mintmark.simulator.run;

import dev.mintmark.oci.Platform;
import dev.mintmark.simulator.device.Settings;
import dev.mintmark.simulator.latency.Rounds;
import dev.mintmark.simulator.plan.FleetPlan;
import dev.mintmark.verify.key.VerificationKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A fleet and its surroundings.
 *
 * @param key that the devices were provisioned with
 * @param operatorToken for enrolment
 * @param home folder for all that the fleet keeps
 * @param machine what this machine can run
 * @param clock the devices' clock
 */
public record Options(
    FleetPlan plan,
    Settings settings,
    Rounds rounds,
    URI controller,
    URI telemetry,
    URI registry,
    VerificationKey key,
    String operatorToken,
    Path home,
    Platform machine,
    Clock clock) {}
