/** The fleet as canary-controller and telemetry-aggregator tell it. */
@NullMarked
package dev.mintmark.cli.fleet;

import org.jspecify.annotations.NullMarked;
