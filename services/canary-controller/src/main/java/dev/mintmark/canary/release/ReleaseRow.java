package dev.mintmark.canary.release;

import dev.mintmark.canary.release.PublishedRelease.Refused;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One release: one row of {@code release}. */
@Entity
@Immutable
@Table(name = "release")
@IdClass(ReleaseRow.Key.class)
class ReleaseRow {
  @Id String name = "";
  @Id String version = "";
  String repository = "";
  String tag = "";

  @Column(name = "index_digest")
  String index = "";

  String targets = "";

  @Column(name = "refused_code")
  @Nullable String refusedCode;

  @Nullable String refused;

  /** Its primary key. */
  record Key(String name, String version) {}

  /** For Hibernate. */
  protected ReleaseRow() {}

  PublishedRelease release() {
    return new PublishedRelease(
        name,
        version,
        repository,
        tag,
        index,
        targets.isEmpty() ? List.of() : List.of(targets.split(",")),
        refusedCode == null || refused == null ? null : new Refused(refusedCode, refused));
  }
}
