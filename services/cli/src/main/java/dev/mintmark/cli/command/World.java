package dev.mintmark.cli.command;

import dev.mintmark.cli.fleet.Fleet;
import dev.mintmark.cli.fleet.Telemetry;
import dev.mintmark.cli.home.Checkout;
import dev.mintmark.cli.home.Home;
import dev.mintmark.cli.home.Services;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.ingest.Ingest;
import dev.mintmark.cli.ledger.Decisions;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.pause.Pause;
import dev.mintmark.cli.rebuild.Rebuilds;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.stack.Launcher;
import dev.mintmark.cli.store.Collections;
import dev.mintmark.cli.terminal.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds the command: a test has its own.
 *
 * @param folder the working folder
 * @param terminal whether {@code out} is one
 */
public record World(
    Map<String, String> environment,
    Path folder,
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    boolean colour,
    Pause pause) {

  Console console(boolean json) {
    return new Console(out, err, json, terminal, colour);
  }

  Checkout checkout() {
    return Checkout.find(environment);
  }

  Home home() {
    return Home.find(environment, checkout());
  }

  /** Where the examples' fetched inputs are. */
  Path inputs() {
    return Optional.ofNullable(environment.get("MINTMARK_INPUTS"))
        .filter(text -> !text.isEmpty())
        .map(folder::resolve)
        .orElse(home().root().resolve("inputs"));
  }

  Services services() {
    return new Services(environment, home());
  }

  Launcher launcher() {
    return new Launcher(checkout(), home(), environment);
  }

  Ingest ingest(Console console) {
    return new Ingest(api("trainer-ingest", "ci", console));
  }

  Ledger ledger(Console console) {
    return new Ledger(api("release-ledger", "viewer", console));
  }

  Decisions decisions(Console console) {
    return new Decisions(api("release-ledger", "operator", console));
  }

  Collections collections(Console console) {
    return new Collections(api("release-ledger", "operator", console), pause);
  }

  /**
   * @param role {@code viewer} to read, {@code operator} to order
   */
  Rebuilds rebuilds(String role, Console console) {
    return new Rebuilds(api("release-ledger", role, console));
  }

  /**
   * @param role {@code viewer} to read, {@code operator} to change
   */
  Rollouts rollouts(String role, Console console) {
    return new Rollouts(api("canary-controller", role, console));
  }

  /**
   * @param role {@code viewer} to read, {@code operator} to enrol
   */
  Fleet fleet(String role, Console console) {
    return new Fleet(api("canary-controller", role, console));
  }

  Telemetry telemetry(Console console) {
    return new Telemetry(api("telemetry-aggregator", "viewer", console));
  }

  private Api api(String service, String role, Console console) {
    Services services = services();
    return new Api(service, services.url(service), services.token(role), pause, console::say);
  }
}
