package dev.mintmark.canary.device.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that enrols one device once; the row has its hash alone. */
@Entity
@Table(name = "enrolment_token")
public class EnrolmentTokenRow {
  @Id String hash = "";

  @Column(name = "device_class")
  String deviceClass = "";

  Instant expires = Instant.EPOCH;
  @Nullable String device;
  @Nullable Integer generation;

  /** For Hibernate. */
  protected EnrolmentTokenRow() {}

  public String deviceClass() {
    return deviceClass;
  }

  public Instant expires() {
    return expires;
  }

  /** Who used it; null while nobody has. */
  public @Nullable String device() {
    return device;
  }

  /** Which enrolment of the device it made; null while it made none. */
  public @Nullable Integer generation() {
    return generation;
  }

  /** From now on no other device can use it. */
  public void use(String device, int generation) {
    this.device = device;
    this.generation = generation;
  }
}
