package dev.mintmark.canary.device.row;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A device: who it is, which order it has, what it says that it runs. Enrolment makes the rows. */
@Entity
@DynamicUpdate
@Table(name = "device")
public class DeviceRow {
  @Id String device = "";

  @Column(name = "device_class")
  String deviceClass = "";

  int generation;
  Instant enrolled = Instant.EPOCH;
  @Embedded @Nullable Facts facts;

  @Column(name = "order_sequence")
  long order;

  @Column(name = "running_release")
  @Nullable String runningRelease;

  @Column(name = "running_index")
  @Nullable String runningIndex;

  /** For Hibernate. */
  protected DeviceRow() {}

  public String device() {
    return device;
  }

  public String deviceClass() {
    return deviceClass;
  }

  public int generation() {
    return generation;
  }

  public Instant enrolled() {
    return enrolled;
  }

  public Facts facts() {
    return facts == null ? Facts.NONE : facts;
  }

  /** Sequence of its order, 0 while there is none. */
  public long order() {
    return order;
  }

  /** {@code name:version} of its last report RUNNING. */
  public @Nullable String runningRelease() {
    return runningRelease;
  }

  /** {@code sha256:<hex>} of its last report RUNNING. */
  public @Nullable String runningIndex() {
    return runningIndex;
  }

  /** Keeps what the device says of itself; what it leaves out stays. */
  public void learn(Facts said) {
    facts = facts().updated(said);
  }

  public void claimsToRun(String release, String index) {
    runningRelease = release;
    runningIndex = index;
  }

  /** Gives it the order of that sequence. */
  public void give(OrderRow row) {
    if (row.key().sequence() != order + 1) {
      throw new IllegalArgumentException(
          "device %s has order %d, the next is not %d"
              .formatted(device, order, row.key().sequence()));
    }
    order = row.key().sequence();
  }
}
