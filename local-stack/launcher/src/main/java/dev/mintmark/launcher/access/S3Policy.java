package dev.mintmark.launcher.access;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.embedded.access.S3Grant;
import dev.mintmark.embedded.access.S3Identity;
import dev.mintmark.embedded.access.S3Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** An identity's rights as a policy document that MinIO and other S3 servers read. */
final class S3Policy {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BUCKET = "arn:aws:s3:::mintmark";

  private S3Policy() {}

  /** JSON, ends with a line break. */
  static String of(S3Identity identity) {
    ObjectNode policy = MAPPER.createObjectNode().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    // Whether the bucket is there. It also makes an absent key 404, not 403.
    ObjectNode look = statement(statements, "Look", List.of("s3:ListBucket"), BUCKET);
    look.putObject("Condition").putObject("Null").put("s3:prefix", "true");
    for (S3Grant grant : identity.grants()) {
      String name = name(grant);
      if (grant.verbs().contains(S3Verb.LIST)) {
        statement(statements, "List" + name, List.of("s3:ListBucket"), BUCKET)
            .putObject("Condition")
            .putObject("StringLike")
            .put("s3:prefix", grant.prefix() + "*");
      }
      List<String> actions = grant.verbs().stream().flatMap(v -> actions(v).stream()).toList();
      statement(statements, "Use" + name, actions, BUCKET + "/" + grant.prefix() + "*");
    }
    return write(policy);
  }

  private static ObjectNode statement(
      ArrayNode statements, String name, List<String> actions, String resource) {
    ObjectNode statement = statements.addObject().put("Sid", name).put("Effect", "Allow");
    actions.forEach(statement.putArray("Action")::add);
    statement.putArray("Resource").add(resource);
    return statement;
  }

  private static List<String> actions(S3Verb verb) {
    return switch (verb) {
      case GET -> List.of("s3:GetObject");
      case PUT -> List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");
      case DELETE -> List.of("s3:DeleteObject");
      case LIST -> List.of();
    };
  }

  /** Letters and digits only: {@code consumers/canary-} is ConsumersCanary. */
  private static String name(S3Grant grant) {
    StringBuilder name = new StringBuilder();
    for (String word : grant.prefix().split("[^a-z0-9]+")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return grant.prefix().endsWith("-") ? name + "More" : name.toString();
  }

  private static String write(ObjectNode policy) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(policy) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
