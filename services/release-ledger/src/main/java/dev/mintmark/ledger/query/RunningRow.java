package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A device that said that it runs a release: one row of the view {@code running}. */
@Entity
@Immutable
@Table(name = "running")
public class RunningRow {
  @Id String device = "";

  @Column(name = "device_class")
  String deviceClass = "";

  String name = "";
  String version = "";

  @Column(name = "index_digest")
  String indexDigest = "";

  OffsetDateTime since = OffsetDateTime.MIN;
  @Nullable String driver;
  @Nullable String firmware;
  @Nullable String kernel;

  /** For Hibernate. */
  protected RunningRow() {}

  public String device() {
    return device;
  }

  public String deviceClass() {
    return deviceClass;
  }

  public ReleaseId release() {
    return new ReleaseId(name, version);
  }

  /** {@code sha256:<hex>} of the image index that it says it runs. */
  public String index() {
    return indexDigest;
  }

  /** When it said so. */
  public OffsetDateTime since() {
    return since;
  }

  public @Nullable String driver() {
    return driver;
  }

  public @Nullable String firmware() {
    return firmware;
  }

  public @Nullable String kernel() {
    return kernel;
  }
}
