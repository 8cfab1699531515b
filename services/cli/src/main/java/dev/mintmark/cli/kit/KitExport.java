package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.layout.Staging;
import dev.mintmark.cli.layout.TarFile;
import dev.mintmark.cli.layout.TarFile.Member;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.CheckedStatement;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.RegistrySource;
import dev.mintmark.cli.verify.ReleaseCheck;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a kit: verifies what is signed, writes everything beside the file, reads and verifies that
 * once more as an import does, and only then gives it its name.
 */
public final class KitExport {
  private final URI registry;
  private final ImageReference release;
  private final Trust trust;
  private final EvidencePolicy evidence;
  private final Optional<byte[]> keySet;
  private final Optional<VerificationKey> verdictKey;
  private final Console console;

  /**
   * @param registry where the release is
   * @param trust by which everything must verify; the key that signed goes into the kit
   * @param evidence what is asked of attestations; the key that attested goes into the kit as well
   * @param keySet goes into the kit as well
   * @param verdictKey goes into the kit as well
   */
  public KitExport(
      URI registry,
      ImageReference release,
      Trust trust,
      EvidencePolicy evidence,
      Optional<byte[]> keySet,
      Optional<VerificationKey> verdictKey,
      Console console) {
    this.registry = registry;
    this.release = release;
    this.trust = trust;
    this.evidence = evidence.orOf(trust);
    this.keySet = keySet;
    this.verdictKey = verdictKey;
    this.console = console;
  }

  /**
   * Writes the kit; a file that is there is replaced.
   *
   * @throws CommandException CLI-125 for a release that does not verify, CLI-020 when the registry
   *     is away
   */
  public Exported to(Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      KitRefusals.coded(
          registry,
          () -> {
            try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
              write(client, part);
            }
            return part;
          });
      return KitRefusals.coded(() -> {
        Kit kit = KitReader.read(part, size -> {});
        KitCheck.Checked checked = new KitCheck(kit, trust, evidence).run();
        requireVerified(checked.report());
        Exported exported =
            Exported.of(file, Digest.of(part), Files.size(part), checked, kit.objects());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return exported;
      });
    } finally {
      KitRefusals.coded(() -> Files.deleteIfExists(part));
    }
  }

  private void write(RegistryClient client, Path part) throws IOException {
    RegistrySource source = new RegistrySource(client, release.repository());
    ReleaseCheck check = new ReleaseCheck(source, release.repository(), trust, evidence);
    Report report = check.checkSigned(release);
    requireVerified(report);
    List<CheckedStatement> statements = check.statements();
    Tag version = version(statements);
    KitObjects objects =
        new Collector(source).collect(release.repository(), version, report.index());
    Path staging = Files.createTempDirectory(part.toAbsolutePath().getParent(), ".mintmark-kit");
    try {
      SortedMap<String, Member> members =
          members(objects, check, blob -> blob(client, staging, blob));
      long total = members.values().stream().mapToLong(Member::size).sum();
      try (Progress progress = console.progress("export", total)) {
        TarFile.write(part, members, time(objects.get(report.index())), progress::advance);
      }
    } finally {
      Staging.delete(staging);
    }
  }

  /** How a blob's bytes are come by. */
  @FunctionalInterface
  private interface Blobs {
    TarFile.Content of(Artifact blob);
  }

  private SortedMap<String, Member> members(KitObjects objects, ReleaseCheck check, Blobs blobs) {
    List<CheckedStatement> statements = check.statements();
    VerificationKey key = check.signers().getFirst();
    SortedMap<String, Member> members = new TreeMap<>();
    members.put(LayoutNames.LAYOUT, Member.of(LayoutNames.layout()));
    members.put(LayoutNames.INDEX, Member.of(LayoutIndex.write(objects)));
    members.put(
        KitMembers.INSTRUCTIONS,
        Member.of(Instructions.of(objects, statements, key, !check.attesters().isEmpty())));
    members.put(KitMembers.RELEASE_KEY, Member.of(key.pem()));
    check.attesters().stream()
        .findFirst()
        .ifPresent(k -> members.put(KitMembers.EVIDENCE_KEY, Member.of(k.pem())));
    keySet.ifPresent(set -> members.put(KitMembers.KEY_SET, Member.of(set)));
    verdictKey.ifPresent(k -> members.put(KitMembers.VERDICT_KEY, Member.of(k.pem())));
    for (FetchedManifest manifest : objects.manifests().values()) {
      members.put(LayoutNames.blob(manifest.artifact().digest()), Member.of(manifest.bytes()));
    }
    for (Artifact blob : objects.blobs().values()) {
      members.put(LayoutNames.blob(blob.digest()), new Member(blob.size(), blobs.of(blob)));
    }
    KitMembers.copies(statements)
        .forEach((name, copy) -> members.put(name, new Member(copy.size(), blobs.of(copy))));
    return members;
  }

  /** Comes to the disk first, where a broken connection goes on and the digest is checked. */
  private TarFile.Content blob(RegistryClient client, Path staging, Artifact blob) {
    return out -> {
      Path file = staging.resolve(blob.digest().hex());
      client.blob(release.repository(), Descriptor.of(blob), file);
      TarFile.copy(Files.newInputStream(file), out);
      Files.delete(file);
    };
  }

  /** The version that the statements say; the tag that was asked for must be the same. */
  private Tag version(List<CheckedStatement> statements) {
    if (statements.isEmpty()) {
      throw refused("it has no statement for any target");
    }
    String version = statements.getFirst().statement().version();
    if (release.tag().isPresent() && !release.tag().get().value().equals(version)) {
      throw refused("the signed statement says that it is " + version);
    }
    return new Tag(version);
  }

  private void requireVerified(Report report) {
    if (!report.verified()) {
      throw refused(firstBad(report));
    }
  }

  static String firstBad(Report report) {
    return report.findings().stream()
        .filter(finding -> !finding.ok())
        .findFirst()
        .map(KitExport::words)
        .orElse("nothing is signed");
  }

  private static String words(Finding finding) {
    return finding.object() + ": " + finding.detail();
  }

  private CommandException refused(String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-125",
        "cannot export %s: it does not verify: %s; `mintmark verify` shows every check"
            .formatted(release, found));
  }

  /** The source's epoch, which the index carries; 1970 where it carries none. */
  private static Instant time(FetchedManifest index) {
    try {
      return Instant.parse(
          index.document().annotations().getOrDefault(Annotations.CREATED, "1970-01-01T00:00:00Z"));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
