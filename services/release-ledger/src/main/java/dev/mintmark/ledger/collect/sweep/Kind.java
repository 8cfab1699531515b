package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an artifact that nothing names looks like; only for people. */
public enum Kind {
  EMPTY,
  TREE,
  JSON,
  GZIP,
  ZSTD,
  ZIP,
  ELF,
  NPY,
  TEXT,
  BINARY;

  private static final int HEAD = 512;
  private static final Pattern TREE_LINE = Pattern.compile("(?s)[0-9a-f]{64} [0-9]+ .*");

  /** Lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind of(ArtifactStore store, Digest digest, long size) {
    if (size == 0) {
      return EMPTY;
    }
    try (InputStream in = store.openRange(digest, 0, Math.min(HEAD, size))) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }

  static Kind of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (text.startsWith("(\u00b5/\u00fd")) {
      return ZSTD;
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return ZIP;
    }
    if (text.startsWith("\u007fELF")) {
      return ELF;
    }
    if (text.startsWith("\u0093NUMPY")) {
      return NPY;
    }
    if (TREE_LINE.matcher(text).matches()) {
      return TREE;
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
      return BINARY;
    }
    return text.startsWith("{") || text.startsWith("[") ? JSON : TEXT;
  }
}
