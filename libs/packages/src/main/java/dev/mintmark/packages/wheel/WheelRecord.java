package dev.mintmark.packages.wheel;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.ZipArchive;
import dev.mintmark.packages.entry.Content;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a wheel's files with its RECORD, byte for byte. */
final class WheelRecord {
  private static final String ADVICE = "do not use this wheel: it was changed or built wrongly";

  private final Subject subject;
  private final Map<String, RecordRow> rows;
  private final Set<String> signatures;
  private final String record;
  private final byte[] buffer = new byte[1 << 16];

  /**
   * @param info path of the dist-info directory
   */
  WheelRecord(Subject subject, String info, Map<String, RecordRow> rows) {
    this.subject = subject;
    this.rows = rows;
    this.record = info + "/RECORD";
    // They sign RECORD, so that it can name neither them nor itself.
    this.signatures = Set.of(record + ".jws", record + ".p7s");
  }

  /**
   * Reads every file.
   *
   * @return all files but RECORD and its signatures
   * @throws PackageException (PKG-003, PKG-036)
   */
  List<WheelMember> verify(WheelZip zip) throws IOException {
    for (RecordRow row : rows.values()) {
      if (!zip.files().containsKey(row.path())) {
        throw refuse(row.path(), "RECORD lists it and the wheel does not have it");
      }
    }
    List<WheelMember> members = new ArrayList<>();
    for (Map.Entry<String, ZipArchive.Located> file : zip.files().entrySet()) {
      String path = file.getKey();
      RecordRow row = rows.getOrDefault(path, RecordRow.unhashed(path));
      if (path.equals(record) || signatures.contains(path)) {
        if (row.isHashed()) {
          throw refuse(path, "RECORD has a hash of it, which cannot be");
        }
        continue;
      }
      if (!row.isHashed()) {
        throw refuse(path, "RECORD does not list it with a hash");
      }
      boolean executable = (file.getValue().member().mode() & 0111) != 0;
      members.add(member(row, executable, zip.content(file.getValue())));
    }
    return members;
  }

  private WheelMember member(RecordRow row, boolean executable, Content content)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    String algorithm = row.algorithm();
    MessageDigest listed = algorithm.equals("sha256") ? sha256 : computation(algorithm);
    long size = 0;
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        if (listed != sha256) {
          listed.update(buffer, 0, n);
        }
        size += n;
      }
    }
    Digest digest = Digest.finish(sha256);
    byte[] hash = listed == sha256 ? digest.bytes() : listed.digest();
    if (!RecordRow.hash(algorithm, hash).equals(row.hash())) {
      throw refuse(row.path(), "its content has another " + algorithm + " than in RECORD");
    }
    if (!row.size().equals(Long.toString(size))) {
      throw refuse(row.path(), "it has " + size + " bytes, in RECORD " + row.size());
    }
    return new WheelMember(row.path(), executable, size, digest, row, content);
  }

  private static MessageDigest computation(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  private PackageException refuse(String path, String found) {
    return subject.refuse(RefusalCode.RECORD_MISMATCH, path, found, ADVICE);
  }
}
