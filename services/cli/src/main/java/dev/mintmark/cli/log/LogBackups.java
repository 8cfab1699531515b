package dev.mintmark.cli.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.content.Digest;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.Topic.Kept;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Backups of a log: what the commands do, and how they tell of it. */
public final class LogBackups {
  private final Console console;

  public LogBackups(Console console) {
    this.console = console;
  }

  /** What is kept for ever: hand-offs, decisions, and who the devices are. */
  private static List<Topic> kept() {
    return TopicCatalogue.all().stream().filter(t -> t.kept() instanceof Kept.Forever).toList();
  }

  /**
   * Adds what the log has more to a backup.
   *
   * @param access of a Kafka client
   */
  public void export(Path folder, Map<String, Object> access, SigningKey key) {
    Backup backup = new Backup(folder);
    try (LiveLog log = new LiveLog(access)) {
      Checkpoint checkpoint =
          new LogExport(log, backup, key)
              .run(kept(), total -> console.count("exporting records", total));
      console.result(json(checkpoint));
      console.print(
          "checkpoint %d: %d records of %d partitions, %s"
              .formatted(
                  checkpoint.number(),
                  checkpoint.records(),
                  checkpoint.ends().size(),
                  Digest.of(checkpoint.bytes())));
    }
  }

  /**
   * Holds a backup against its checkpoints; and the live log, where one is given.
   *
   * @param access of a Kafka client; empty to look at the files alone
   * @throws CommandException CLI-105 where something is wrong
   */
  public void verify(Path folder, VerificationKey key, Map<String, Object> access) {
    List<Checkpoint> checkpoints = checkpoints(new Backup(folder), key);
    LogCheck check = new LogCheck(new Backup(folder), checkpoints);
    List<Fault> faults = new ArrayList<>(check.files());
    if (faults.isEmpty() && !access.isEmpty()) {
      try (LiveLog log = new LiveLog(access)) {
        faults.addAll(check.live(log));
      }
    }
    Checkpoint last = checkpoints.getLast();
    ObjectNode json = json(last);
    ArrayNode found = json.putArray("faults");
    faults.forEach(fault -> found.add(fault.text()));
    console.result(json);
    faults.forEach(fault -> console.print(console.paint(Style.BAD, fault.text())));
    if (!faults.isEmpty()) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-105",
          "the %s is not what checkpoint %d says: %d faults"
              .formatted(access.isEmpty() ? "backup" : "log", last.number(), faults.size()));
    }
    console.print(
        "%d records hold, %d checkpoints are signed and follow on each other"
            .formatted(last.records(), checkpoints.size()));
  }

  /** Restores a backup that holds into an empty cluster. */
  public void restore(Path folder, VerificationKey key, Map<String, Object> access) {
    Backup backup = new Backup(folder);
    List<Checkpoint> checkpoints = checkpoints(backup, key);
    List<Fault> faults = new LogCheck(backup, checkpoints).files();
    if (!faults.isEmpty()) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-105",
          "the backup is not what its checkpoints say: "
              + faults.getFirst().text()
              + "; nothing was restored");
    }
    try (LiveLog log = new LiveLog(access)) {
      long restored =
          new LogRestore(log, backup, checkpoints.getLast())
              .run(total -> console.count("restoring records", total));
      console.result(
          JsonNodeFactory.instance
              .objectNode()
              .put("checkpoint", checkpoints.getLast().number())
              .put("records", restored));
      console.print(
          "restored %d records of checkpoint %d; the ledger projects them anew"
              .formatted(restored, checkpoints.getLast().number()));
    }
  }

  private static List<Checkpoint> checkpoints(Backup backup, VerificationKey key) {
    if (!backup.exists()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-106",
          "no backup is in %s; `mintmark log export` makes one".formatted(backup.folder()));
    }
    return backup.checkpoints(key);
  }

  private static ObjectNode json(Checkpoint checkpoint) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("checkpoint", checkpoint.number())
        .put("digest", Digest.of(checkpoint.bytes()).toString())
        .put("cluster", checkpoint.cluster())
        .put("records", checkpoint.records())
        .put("partitions", checkpoint.ends().size());
  }
}
