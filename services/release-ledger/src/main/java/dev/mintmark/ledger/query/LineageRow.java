package dev.mintmark.ledger.query;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/**
 * One thing that a request names: one row of {@code lineage}. Queries name it; nothing loads it.
 */
@Entity
@Immutable
@Table(name = "lineage")
@IdClass(LineageRow.Key.class)
class LineageRow {
  @Id String name = "";
  @Id String version = "";
  @Id String request = "";
  @Id String kind = "";
  @Id String value = "";

  /** Its primary key. */
  record Key(String name, String version, String request, String kind, String value) {}

  /** For Hibernate. */
  protected LineageRow() {}
}
