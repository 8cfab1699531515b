package dev.mintmark.launcher.access;

import java.util.List;
import org.apache.kafka.common.acl.AclBinding;

/**
 * One that may do in Kafka what is granted, and nothing else.
 *
 * @param name as which it comes
 * @param rights of its principal alone, no two of them the same
 */
public record KafkaIdentity(String name, List<AclBinding> rights) {
  public KafkaIdentity {
    rights = List.copyOf(rights);
    String principal = principal(name);
    for (AclBinding right : rights) {
      if (!right.entry().principal().equals(principal)) {
        throw new IllegalArgumentException("a right of another than " + principal + ": " + right);
      }
    }
  }

  static String principal(String name) {
    return "User:" + name;
  }
}
