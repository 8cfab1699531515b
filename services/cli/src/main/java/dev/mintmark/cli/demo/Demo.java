package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo shows once a release is published: it verifies, a device runs it, and a copy with
 * one bit changed is refused. Each throws when it does not hold.
 */
public final class Demo {
  private final URI registry;
  private final Path key;
  private final Path evidenceKey;
  private final DeviceProcess device;
  private final Path devices;
  private final Console console;

  /**
   * A demo against a registry.
   *
   * @param key public release key
   * @param evidenceKey public key of the attestations that it must have
   * @param devices folder in which devices have their own
   */
  public Demo(
      URI registry,
      Path key,
      Path evidenceKey,
      DeviceProcess device,
      Path devices,
      Console console) {
    this.registry = registry;
    this.key = key;
    this.evidenceKey = evidenceKey;
    this.device = device;
    this.devices = devices;
    this.console = console;
  }

  /** Verifies the release as an auditor does. */
  public Report verify(String reference) {
    EvidencePolicy evidence = new EvidencePolicy(List.of(Verification.trusted(evidenceKey)), true);
    Trust trust = Trust.in(Verification.trusted(key));
    Report report = Verification.of(registry, ImageReference.parse(reference), trust, evidence);
    if (!report.verified()) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-071",
          "%s does not verify; `mintmark verify %s` says what".formatted(reference, reference));
    }
    console.say(
        "  verified: %d signatures and %d digests hold"
            .formatted(report.signatures(), report.findings().size()));
    return report;
  }

  /** The targets of the release, as published. */
  public List<TargetFigures> targets(String repository, Digest index) {
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      return TargetFigures.read(client, new RepositoryName(repository), index);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (OciException e) {
      throw new CommandException(Exit.REFUSED, e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A device runs the release. */
  public JsonNode run(String release, String target) {
    DeviceProcess.Ended ended = device.install(registry, release, target, devices.resolve(target));
    if (!ended.runs()) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-072",
          "the device does not run %s: exit code %d, %s"
              .formatted(release, ended.exit(), ended.json()));
    }
    console.say("  device %s runs it".formatted(target));
    return ended.json();
  }

  /** A device refuses the release when one bit of its model is changed on the way. */
  public JsonNode tamper(String release, String target, Digest model) {
    Path home = devices.resolve("of-an-attacked-network");
    delete(home);
    try (TamperingProxy proxy = new TamperingProxy(registry, model)) {
      DeviceProcess.Ended ended = device.install(proxy.uri(), release, target, home);
      if (!ended.refused() || proxy.changed() == 0) {
        throw new CommandException(
            Exit.FAILURE,
            "CLI-073",
            "a device took a release with a changed model: exit code %d, %s"
                .formatted(ended.exit(), ended.json()));
      }
      console.say("  a copy with one bit of the model changed is refused");
      ObjectNode json = ended.json().deepCopy();
      return json.put("changed", model.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the tampering proxy", e);
    } finally {
      delete(home);
    }
  }

  /** The name by which the registry knows the release of a build. */
  public static String reference(BuildResult result) {
    return result.release().flatMap(release -> release.repository()).orElseThrow()
        + ":"
        + result.release().orElseThrow().version();
  }

  private CommandException unreachable(IOException e) {
    return new CommandException(
        Exit.NOT_REACHABLE,
        "CLI-020",
        "cannot pull from %s: %s".formatted(registry, e.getMessage()),
        e);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
