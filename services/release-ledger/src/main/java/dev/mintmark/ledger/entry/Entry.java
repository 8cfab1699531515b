package dev.mintmark.ledger.entry;

import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of one record: a function of the record alone. */
public sealed interface Entry {

  /** Where the record stands. */
  Position position();

  /**
   * A readable hand-off or decision.
   *
   * @param request {@code sha256:<hex>} of the build request that it belongs to
   * @param previous {@code sha256:<hex>} of the value that it answers; null for a request
   * @param eventId CloudEvents id
   * @param cause CloudEvents id of the event that it answers, as its header says
   * @param value {@code sha256:<hex>} of its own value
   * @param run of its header
   * @param rebuild {@code rebuild-<n>} of what belongs to a rebuild or speaks of one; null for what
   *     belongs to the line, or withdraws its release
   * @param time UTC, microseconds
   * @param toolchain {@code sha256:<hex>} of the document of what made it, as its header says
   * @param artifacts in the event's order
   * @param rejection of a {@link Stage#REJECTED} only
   * @param facts JSON object: of a decision only, all that it says
   * @param origins what the release is made from: of a request of the line only
   */
  record HandOffEntry(
      Position position,
      Stage stage,
      ReleaseId release,
      String request,
      @Nullable String previous,
      String eventId,
      @Nullable String cause,
      String run,
      @Nullable String rebuild,
      OffsetDateTime time,
      @Nullable String toolchain,
      String value,
      List<ArtifactUse> artifacts,
      Visible visible,
      @Nullable Rejection rejection,
      @Nullable String facts,
      List<Origin> origins)
      implements Entry {
    public HandOffEntry {
      artifacts = List.copyOf(artifacts);
      origins = List.copyOf(origins);
    }

    /** Whether the release itself has come further, or to its end. */
    public boolean isOfLine() {
      return rebuild == null;
    }
  }

  /**
   * A readable record of a rollout.
   *
   * @param sequence of the change, of an approval the one that it answers, 0 for a request
   * @param index {@code sha256:<hex>}; null for an approval
   * @param time UTC, microseconds
   */
  record RolloutEntry(
      Position position,
      String rollout,
      ReleaseId release,
      int sequence,
      @Nullable String index,
      @Nullable Integer stage,
      OffsetDateTime time,
      @Nullable Turn turn)
      implements Entry {

    /**
     * What changed.
     *
     * @param state the new one, as the event has it
     * @param percent of the devices, that the stage reaches
     * @param outcome of the verdict that made or kept the state
     */
    public record Turn(
        String state,
        double percent,
        int devices,
        @Nullable String outcome,
        @Nullable String code,
        @Nullable String reason) {}
  }

  /**
   * A readable record about a device.
   *
   * @param number generation of the enrolment, or sequence of the order
   * @param report what it said of the order; null for an enrolment
   * @param time UTC, microseconds
   */
  record DeviceEntry(
      Position position,
      String device,
      String deviceClass,
      long number,
      @Nullable Report report,
      @Nullable String driver,
      @Nullable String firmware,
      @Nullable String kernel,
      OffsetDateTime time)
      implements Entry {

    /** How far it came, and with what; {@code index} is {@code sha256:<hex>}. */
    public record Report(String kind, ReleaseId release, String index, @Nullable String code) {
      /** Whether it says that the device runs the release. */
      public boolean runs() {
        return kind.equals("RUNNING");
      }
    }
  }

  /**
   * A record that can never be read.
   *
   * @param code stable
   * @param reason for people
   * @param value {@code sha256:<hex>} of its bytes; null when it has none
   * @param size of its value in bytes; null when it has none
   */
  record DeadEntry(
      Position position, String code, String reason, @Nullable String value, @Nullable Integer size)
      implements Entry {}
}
