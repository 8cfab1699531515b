package dev.mintmark.launcher.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Rights in Kafka as a table for people. */
final class KafkaTable {
  static final String HEAD =
      "| user | topics | groups | transactional ids |\n| --- | --- | --- | --- |\n";

  private static final String DEAD_LETTERS = ".dlq";
  private static final String NOTHING = "**nothing** with";
  private static final List<String> WORDS =
      List.of("read", "describe", "write", "bury from", "create", "describe configs", NOTHING);

  private KafkaTable() {}

  static String row(KafkaIdentity identity) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            identity.name(),
            cell(identity, ResourceType.TOPIC),
            cell(identity, ResourceType.GROUP),
            cell(identity, ResourceType.TRANSACTIONAL_ID));
  }

  /** Resources by what may be done with them: {@code read `a`, `b-`…; write `c`}. */
  private static String cell(KafkaIdentity identity, ResourceType type) {
    Map<String, List<String>> byWord = new TreeMap<>(Comparator.comparingInt(WORDS::indexOf));
    identity.rights().stream()
        .filter(right -> right.pattern().resourceType() == type)
        .forEach(right ->
            byWord.computeIfAbsent(word(right), w -> new ArrayList<>()).add(resource(right)));
    return byWord.isEmpty()
        ? "-"
        : byWord.entrySet().stream()
            .map(e -> e.getKey() + " " + String.join(", ", e.getValue()))
            .collect(Collectors.joining("; "));
  }

  private static String word(AclBinding right) {
    if (right.entry().permissionType() == AclPermissionType.DENY) {
      return NOTHING;
    }
    return right.pattern().name().endsWith(DEAD_LETTERS)
        ? "bury from"
        : right.entry().operation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String resource(AclBinding right) {
    String name = right.pattern().name().replaceFirst("\\.dlq$", "");
    return "`" + name + "`" + (right.pattern().patternType() == PatternType.PREFIXED ? "…" : "");
  }
}
