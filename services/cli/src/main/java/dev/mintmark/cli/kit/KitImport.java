package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.content.Artifact;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryPush;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes a kit in: read as a stranger's, verified by a key, and then brought to where it goes. */
public final class KitImport {
  private final Kit kit;
  private final KitCheck.Checked checked;
  private final Console console;

  private KitImport(Kit kit, KitCheck.Checked checked, Console console) {
    this.kit = kit;
    this.checked = checked;
    this.console = console;
  }

  /** Whom to believe, given the key set that came in the kit. */
  @FunctionalInterface
  public interface Believing {
    Trust with(Optional<byte[]> keySet);
  }

  /**
   * Reads and verifies by what is believed.
   *
   * @throws CommandException as {@link #verified(Path, Optional, EvidencePolicy, Console)}
   */
  public static KitImport verified(
      Path file, Believing believed, EvidencePolicy evidence, Console console) {
    return verified(file, (TrustOfKit) kit -> believed.with(keySet(kit)), kit -> evidence, console);
  }

  /**
   * Reads and verifies.
   *
   * @param key empty to trust the kit's own, whose fingerprint is then shown, and its evidence key
   * @param evidence what is asked of attestations
   * @throws CommandException CLI-120 to CLI-123 for what is no sound kit, CLI-125 when it does not
   *     verify
   */
  public static KitImport verified(
      Path file, Optional<VerificationKey> key, EvidencePolicy evidence, Console console) {
    return verified(
        file,
        (TrustOfKit)
            kit -> {
              VerificationKey trusted = key.isPresent() ? key.get() : own(kit);
              if (key.isEmpty()) {
                console.say(
                    "trusting the kit's own key, SHA-256 %s: that it is the release's is on your word alone"
                        .formatted(Fingerprint.of(trusted)));
              }
              return Trust.in(trusted);
            },
        kit ->
            key.isEmpty() && evidence.keys().isEmpty()
                ? new EvidencePolicy(
                    own(kit, KitMembers.EVIDENCE_KEY).stream().toList(), evidence.required())
                : evidence,
        console);
  }

  private static KitImport verified(
      Path file, TrustOfKit trust, EvidenceOfKit evidence, Console console) {
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          Exit.USAGE, "CLI-124", "cannot import %s: there is no such file".formatted(file));
    }
    return KitRefusals.coded(() -> {
      Kit kit = read(file, console);
      KitCheck.Checked checked = new KitCheck(kit, trust.of(kit), evidence.of(kit)).run();
      if (!checked.report().verified()) {
        throw new CommandException(
            Exit.REFUSED,
            "CLI-125",
            "cannot import %s: it does not verify: %s; nothing was sent"
                .formatted(file.getFileName(), KitExport.firstBad(checked.report())));
      }
      return new KitImport(kit, checked, console);
    });
  }

  /** Whom to believe about one kit. */
  @FunctionalInterface
  private interface TrustOfKit {
    Trust of(Kit kit) throws IOException;
  }

  /** What is asked of the attestations in one kit. */
  @FunctionalInterface
  private interface EvidenceOfKit {
    EvidencePolicy of(Kit kit) throws IOException;
  }

  private static Optional<byte[]> keySet(Kit kit) throws IOException {
    Optional<Place> place = kit.place(KitMembers.KEY_SET);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    if (place.get().size() > KeySetFile.MAX_BYTES) {
      throw KitRefusals.form(
          kit.file(), KitMembers.KEY_SET, "it has more than " + KeySetFile.MAX_BYTES + " bytes");
    }
    try (InputStream in = kit.open(place.get(), 0)) {
      return Optional.of(in.readAllBytes());
    }
  }

  /**
   * The fingerprint of the key that comes with a kit, which proves nothing.
   *
   * @throws CommandException as {@link #verified}
   */
  public static String ownFingerprint(Path file, Console console) {
    return KitRefusals.coded(() -> Fingerprint.of(own(read(file, console))));
  }

  private static Kit read(Path file, Console console) throws IOException {
    try (Progress progress = console.progress("read", Files.size(file))) {
      return KitReader.read(file, progress::advance);
    }
  }

  private static VerificationKey own(Kit kit) throws IOException {
    return own(kit, KitMembers.RELEASE_KEY).orElseThrow();
  }

  /** A public key that comes with a kit, which proves nothing; empty where there is none. */
  static Optional<VerificationKey> own(Kit kit, String member) throws IOException {
    Optional<Place> place = kit.place(member);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = kit.open(place.get(), 0)) {
      return Optional.of(VerificationKey.ofPem(in.readAllBytes(), "key in the kit"));
    }
  }

  /**
   * Pushes everything.
   *
   * @throws CommandException CLI-020 when the registry is away, CLI-126 when a tag is taken, and
   *     the registry's own refusals
   */
  public Imported to(Destination destination, Credentials credentials) {
    RepositoryName repository = destination.repository().orElse(kit.objects().repository());
    return KitRefusals.coded(
        destination.registry(),
        () -> {
          try (RegistryPush push = new RegistryPush(destination.registry(), credentials);
              Progress progress = console.progress("import", bytes())) {
            KitPush.Pushed pushed = new KitPush(kit, push, repository).run(progress);
            return imported(
                destination.registry().getAuthority() + "/" + repository,
                pushed.sent(),
                pushed.found());
          }
        });
  }

  /**
   * Unpacks to an OCI image layout.
   *
   * @throws CommandException CLI-127 when something is there
   */
  public Imported to(Path folder) {
    return KitRefusals.coded(() -> {
      try (Progress progress = console.progress("unpack", bytes())) {
        new LayoutFolder(kit, folder).write(progress);
      }
      int all = kit.objects().manifests().size() + kit.objects().blobs().size();
      return imported(folder.toString(), all, 0);
    });
  }

  private long bytes() {
    return kit.objects().blobs().values().stream().mapToLong(Artifact::size).sum();
  }

  private Imported imported(String where, int sent, int found) {
    return new Imported(
        checked.release(),
        kit.objects().release(),
        where,
        checked.report().signatures(),
        sent,
        found);
  }
}
