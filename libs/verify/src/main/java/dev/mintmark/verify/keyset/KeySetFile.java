package dev.mintmark.verify.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest key set behind all sets that changed the root keys, oldest first: what whoever pins an
 * older root follows to the present one.
 *
 * @param sets at least one, versions rising
 */
public record KeySetFile(List<SignedKeySet> sets) {
  /** 256 keys, and changes of the root. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MOST_SETS = 64;
  private static final Pattern SIGNATURE =
      Pattern.compile("signature=([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/=]{8,160})");

  public KeySetFile {
    sets = List.copyOf(sets);
    if (sets.isEmpty() || sets.size() > MOST_SETS) {
      throw new IllegalArgumentException("a file of " + sets.size() + " key sets");
    }
  }

  /** The newest one. */
  public SignedKeySet newest() {
    return sets.getLast();
  }

  /**
   * With a newer set. The present newest stays where it changed the root, and the very first where
   * the root changes: who pins an older root needs what both signed.
   */
  public KeySetFile with(SignedKeySet newer) {
    List<SignedKeySet> kept = new ArrayList<>(sets.subList(0, sets.size() - 1));
    RootKeys present = newest().set().root();
    RootKeys other = kept.isEmpty() ? newer.set().root() : kept.getLast().set().root();
    if (!present.equals(other)) {
      kept.add(newest());
    }
    kept.add(newer);
    return new KeySetFile(kept);
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sets.forEach(set -> out.writeBytes(set.bytes()));
    return out.toByteArray();
  }

  /**
   * Reads, and verifies nothing.
   *
   * @throws RefusedException VER-050, VER-051
   */
  public static KeySetFile read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw refused("it has " + bytes.length + " bytes, more than " + MAX_BYTES);
    }
    String text = new String(bytes, UTF_8);
    if (!text.endsWith("\n") || !text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'))) {
      throw refused("it is not lines of printable ASCII");
    }
    List<SignedKeySet> sets = new ArrayList<>();
    List<String> body = new ArrayList<>();
    SortedMap<String, String> signatures = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(SignedKeySet.SIGNATURE)) {
        addSignature(signatures, line);
      } else {
        if (!signatures.isEmpty()) {
          sets.add(set(body, signatures));
          body.clear();
          signatures.clear();
        }
        body.add(line);
      }
    }
    sets.add(set(body, signatures));
    if (sets.size() > MOST_SETS) {
      throw refused("it has " + sets.size() + " sets, more than " + MOST_SETS);
    }
    return new KeySetFile(sets);
  }

  private static void addSignature(SortedMap<String, String> signatures, String line) {
    Matcher signature = SIGNATURE.matcher(line);
    if (!signature.matches() || !isBase64(signature.group(2))) {
      throw refused("'" + line + "' is no signature");
    }
    if (!signatures.isEmpty() && signatures.lastKey().compareTo(signature.group(1)) >= 0) {
      throw refused("its signatures are not sorted, or one key's is there twice");
    }
    signatures.put(signature.group(1), signature.group(2));
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static SignedKeySet set(List<String> body, SortedMap<String, String> signatures) {
    String text = String.join("\n", body) + "\n";
    return new SignedKeySet(KeySetReader.read(text.getBytes(US_ASCII)), signatures);
  }

  private static RefusedException refused(String found) {
    return new RefusedException(RefusalCode.KEY_SET_FORM, "cannot read the key set: " + found);
  }
}
