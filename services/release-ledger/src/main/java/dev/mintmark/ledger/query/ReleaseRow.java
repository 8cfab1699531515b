package dev.mintmark.ledger.query;

import dev.mintmark.ledger.entry.Stage;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A release and the request that holds it: one row of the view {@code release}. */
@Entity
@Immutable
@Table(name = "release")
@IdClass(ReleaseRow.Key.class)
public class ReleaseRow {
  @Id String name = "";
  @Id String version = "";
  String request = "";
  int stages;

  /** Its primary key. */
  public record Key(String name, String version) {}

  /** For Hibernate. */
  protected ReleaseRow() {}

  public String name() {
    return name;
  }

  public String version() {
    return version;
  }

  public String request() {
    return request;
  }

  public Stage state() {
    return Stage.state(stages);
  }
}
