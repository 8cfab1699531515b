package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Stage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** One request for a release: one row of {@code build}. */
@Entity
@Immutable
@Table(name = "build")
@IdClass(BuildRow.Key.class)
public class BuildRow {
  @Id String name = "";
  @Id String version = "";
  @Id String request = "";
  int stages;

  @Column(name = "claim_refused")
  boolean claimRefused;

  /** Its primary key. */
  public record Key(String name, String version, String request) {}

  /** For Hibernate. */
  protected BuildRow() {}

  public ReleaseId release() {
    return new ReleaseId(name, version);
  }

  /** {@code sha256:<hex>} of the request. */
  public String request() {
    return request;
  }

  public Stage state() {
    return Stage.state(stages);
  }
}
