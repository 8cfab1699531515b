package dev.mintmark.simulator.device;

import dev.mintmark.simulator.event.Phases;
import dev.mintmark.simulator.event.Tally;
import dev.mintmark.simulator.latency.Counter;
import dev.mintmark.simulator.latency.LatencyPools;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.simulator.registry.ModelStore;
import dev.mintmark.simulator.registry.Releases;
import dev.mintmark.simulator.state.FleetState;
import dev.mintmark.simulator.wire.Controller;
import dev.mintmark.simulator.wire.Telemetry;
import dev.mintmark.verify.ReleaseVerifier;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What all devices have in common.
 *
 * @param verifier with the public key that devices were provisioned with
 * @param devices folder of the devices that really pull
 * @param clock the devices' clock
 */
public record World(
    Settings settings,
    Seed seed,
    Clock clock,
    Controller controller,
    Telemetry telemetry,
    ReleaseVerifier verifier,
    Releases releases,
    ModelStore models,
    LatencyPools pools,
    Counter counter,
    FleetState state,
    Phases phases,
    Tally tally,
    Path devices) {}
