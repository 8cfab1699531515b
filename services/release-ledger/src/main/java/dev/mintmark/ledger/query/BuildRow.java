package dev.mintmark.ledger.query;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** One request for a release: one row of {@code build}. Queries name it; nothing loads it. */
@Entity
@Immutable
@Table(name = "build")
@IdClass(BuildRow.Key.class)
class BuildRow {
  @Id String name = "";
  @Id String version = "";
  @Id String request = "";

  @Column(name = "claim_refused")
  boolean claimRefused;

  /** Its primary key. */
  record Key(String name, String version, String request) {}

  /** For Hibernate. */
  protected BuildRow() {}
}
