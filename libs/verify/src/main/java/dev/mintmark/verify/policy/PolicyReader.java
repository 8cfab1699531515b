package dev.mintmark.verify.policy;

import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a policy strictly: what is not understood is refused, never left out. */
public final class PolicyReader {
  /** A longer one is refused. */
  public static final int MAX_CHARACTERS = YamlTree.MAX_CHARACTERS;

  private static final String API_VERSION = "mintmark.dev/policy/v1";
  private static final int MOST_KEYS = 256;

  private PolicyReader() {}

  /**
   * Reads.
   *
   * @param what the file, for errors
   * @throws RefusedException VER-070, with file, line and field
   */
  public static Policy read(String text, String what) {
    YamlFields fields = YamlTree.read(text, what);
    String version = fields.text("apiVersion");
    if (!version.equals(API_VERSION)) {
      throw fields.refused("apiVersion", "is '" + version + "'; this program reads " + API_VERSION);
    }
    fields.only(
        "apiVersion",
        "root",
        "keySet",
        "expiry",
        "keys",
        "thresholds",
        "revoked",
        "securityFloor",
        "releases",
        "attestations");
    Optional<Policy.Root> root = fields.optionalMap("root").map(PolicyReader::root);
    Map<KeyRole, List<String>> keys = keys(fields);
    if (root.isPresent() == !keys.isEmpty()) {
      throw fields.refused("root", "must stand here, or 'keys', and not both");
    }
    if (root.isEmpty() && (fields.has("keySet") || fields.has("expiry"))) {
      throw fields.refused("keySet", "needs a root: a key set is believed by its root keys alone");
    }
    Policy policy =
        new Policy(
            root,
            fields.optionalText("keySet"),
            expiry(fields),
            keys,
            thresholds(fields, keys),
            Set.copyOf(distinct(fields, "revoked", fields.texts("revoked"))),
            fields.optionalWhole("securityFloor", 0, Long.MAX_VALUE).orElse(0L),
            fields.maps("releases").stream().map(PolicyReader::release).toList(),
            fields.maps("attestations").stream().map(PolicyReader::attestation).toList());
    requireKeysOfAttestations(fields, policy);
    return policy;
  }

  private static Policy.Root root(YamlFields fields) {
    fields.only("keys", "threshold");
    List<String> keys = distinct(fields, "keys", fields.texts("keys"));
    if (keys.isEmpty()) {
      throw fields.refused("keys", "is missing");
    }
    long threshold = fields.optionalWhole("threshold", 1, keys.size()).orElse((long) keys.size());
    return new Policy.Root(keys, (int) threshold);
  }

  private static Policy.Expiry expiry(YamlFields fields) {
    return fields
        .optionalText("expiry")
        .map(word ->
            Policy.Expiry.of(word)
                .orElseThrow(
                    () -> fields.refused("expiry", "is none of judge, require and ignore")))
        .orElse(Policy.Expiry.JUDGE);
  }

  private static Map<KeyRole, List<String>> keys(YamlFields fields) {
    Map<KeyRole, List<String>> keys = new EnumMap<>(KeyRole.class);
    fields
        .optionalMap("keys")
        .ifPresent(map -> {
          for (String word : map.values().keySet()) {
            List<String> files = distinct(map, word, map.texts(word));
            keys.put(role(map, word, word), files);
          }
        });
    return keys;
  }

  private static Map<KeyRole, Integer> thresholds(
      YamlFields fields, Map<KeyRole, List<String>> keys) {
    Map<KeyRole, Integer> thresholds = new EnumMap<>(KeyRole.class);
    fields
        .optionalMap("thresholds")
        .ifPresent(map -> {
          for (String word : map.values().keySet()) {
            KeyRole role = role(map, word, word);
            int most = keys.isEmpty() ? MOST_KEYS : keys.getOrDefault(role, List.of()).size();
            thresholds.put(role, map.optionalWhole(word, 1, most).orElseThrow().intValue());
          }
        });
    return thresholds;
  }

  private static ReleaseRule release(YamlFields fields) {
    fields.only("name", "source");
    String name = fields.text("name");
    if (!name.matches("[a-z0-9*._-]{1,64}")) {
      throw fields.refused("name", "is no release's name; * stands for any letters");
    }
    return new ReleaseRule(name, fields.optionalText("source"));
  }

  private static AttestationRule attestation(YamlFields fields) {
    fields.only("predicate", "role", "on", "where");
    KeyRole role = role(fields, "role", fields.text("role"));
    if (role == KeyRole.RELEASE) {
      throw fields.refused("role", "is the release keys': those sign releases and nothing else");
    }
    return new AttestationRule(fields.text("predicate"), role, on(fields), where(fields));
  }

  private static AttestationRule.On on(YamlFields fields) {
    String word = fields.optionalText("on").orElse("index");
    return Arrays.stream(AttestationRule.On.values())
        .filter(on -> on.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> fields.refused("on", "is none of index, images and models"));
  }

  private static SortedMap<String, String> where(YamlFields fields) {
    SortedMap<String, String> where = new TreeMap<>();
    fields
        .optionalMap("where")
        .ifPresent(map -> map.values().keySet().forEach(name -> where.put(name, map.text(name))));
    return where;
  }

  private static void requireKeysOfAttestations(YamlFields fields, Policy policy) {
    for (AttestationRule rule : policy.attestations()) {
      if (policy.root().isEmpty() && !policy.keys().containsKey(rule.role())) {
        throw fields.refused(
            "attestations", "wants keys of the role " + rule.role().word() + ", and names none");
      }
    }
    if (policy.root().isEmpty() && !policy.keys().containsKey(KeyRole.RELEASE)) {
      throw fields.refused("keys", "names no release key");
    }
  }

  private static KeyRole role(YamlFields fields, String name, String word) {
    return KeyRole.of(word)
        .orElseThrow(() -> fields.refused(name, "is no role; roles are " + KeyRole.words()));
  }

  private static List<String> distinct(YamlFields fields, String name, List<String> texts) {
    if (new ArrayList<>(Set.copyOf(texts)).size() != texts.size()) {
      throw fields.refused(name, "names something twice");
    }
    return texts;
  }
}
