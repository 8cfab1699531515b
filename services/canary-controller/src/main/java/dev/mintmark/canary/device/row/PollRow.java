package dev.mintmark.canary.device.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** When a device asked last. Written in batches, so it lags by a second or so. */
@Entity
@Immutable
@Table(name = "device_poll")
public class PollRow {
  @Id String device = "";
  Instant polled = Instant.EPOCH;

  /** For Hibernate. */
  protected PollRow() {}

  public String device() {
    return device;
  }

  public Instant polled() {
    return polled;
  }
}
