package dev.mintmark.cli.log;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The folder of a backup. */
record Backup(Path folder) {

  Path records(String topic, int partition) {
    return folder.resolve("records").resolve(topic + "-" + partition + ".jsonl");
  }

  private Path checkpoint(int number) {
    return folder.resolve("checkpoints").resolve("%06d.json".formatted(number));
  }

  private static Path signature(Path checkpoint) {
    return checkpoint.resolveSibling(checkpoint.getFileName() + ".sig");
  }

  /** Makes the folders that are not there. */
  void create() {
    try {
      Files.createDirectories(folder.resolve("records"));
      Files.createDirectories(folder.resolve("checkpoints"));
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-100", "cannot write to %s: %s".formatted(folder, e), e);
    }
  }

  /** Whether anything was ever exported into it. */
  boolean exists() {
    return Files.exists(checkpoint(1));
  }

  /**
   * Every checkpoint, the first one first, each signed and each on the one before.
   *
   * @throws CommandException CLI-101 for the first that is not
   */
  List<Checkpoint> checkpoints(VerificationKey key) {
    List<Checkpoint> all = new ArrayList<>();
    Optional<dev.mintmark.content.Digest> previous = Optional.empty();
    for (int number = 1; Files.exists(checkpoint(number)); number++) {
      Path file = checkpoint(number);
      byte[] bytes = read(file);
      if (!key.verifies(bytes, signed(file))) {
        throw refused(file, "its signature is not by the key that was given");
      }
      Checkpoint checkpoint = parse(file, bytes);
      if (checkpoint.number() != number || !checkpoint.previous().equals(previous)) {
        throw refused(file, "it does not follow on the checkpoint before it");
      }
      all.add(checkpoint);
      previous = Optional.of(dev.mintmark.content.Digest.of(bytes));
    }
    return all;
  }

  /** Adds a checkpoint; whole or not at all: the signature is there first. */
  void add(Checkpoint checkpoint, SigningKey key) {
    Path file = checkpoint(checkpoint.number());
    byte[] bytes = checkpoint.bytes();
    try {
      Files.writeString(
          signature(file), Base64.getEncoder().encodeToString(key.sign(bytes)) + "\n");
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e, e);
    }
  }

  private static Checkpoint parse(Path file, byte[] bytes) {
    try {
      return Checkpoint.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw refused(file, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] signed(Path file) {
    try {
      return Base64.getDecoder().decode(Files.readString(signature(file)).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw refused(file, "it has no signature beside it");
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  private static CommandException refused(Path file, String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-101",
        "cannot trust checkpoint %s: %s; take the backup from another copy"
            .formatted(file.getFileName(), found));
  }
}
