package dev.mintmark.bom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The elements of an SPDX 3.0.1 document while it is made; each gets an IRI of its own. */
final class Graph {
  static final String CREATION = "_:creation";
  private static final String PLAIN = "-._~/:@";

  private final ArrayNode elements = JsonNodeFactory.instance.arrayNode();
  private final List<String> ids = new ArrayList<>();
  private final Set<String> licenses = new TreeSet<>();
  private final String namespace;
  private int relationships;

  /**
   * @param namespace what all IRIs begin with, without {@code #}
   */
  Graph(String namespace) {
    this.namespace = namespace;
  }

  /** The IRI of a name; the same name has the same one. */
  String id(String name) {
    StringBuilder id = new StringBuilder(namespace).append('#');
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        id.append(c);
      } else {
        id.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return id.toString();
  }

  ObjectNode element(String type, String name) {
    String id = id(name);
    ids.add(id);
    return elements.addObject().put("type", type).put("spdxId", id).put("creationInfo", CREATION);
  }

  /**
   * @param completeness {@code complete}, {@code incomplete} or {@code noAssertion}
   */
  void relationship(String from, String type, Collection<String> to, String completeness) {
    if (!to.isEmpty()) {
      ObjectNode relationship = element("Relationship", "relationship-" + relationships++);
      relationship.put("from", from).put("relationshipType", type);
      ArrayNode targets = relationship.putArray("to");
      to.forEach(targets::add);
      relationship.put("completeness", completeness);
    }
  }

  /** The IRI of a licence expression, which is an element of its own. */
  String license(String expression) {
    if (expression.equals("NOASSERTION")) {
      return "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertion";
    }
    if (licenses.add(expression)) {
      element("simplelicensing_LicenseExpression", "license:" + expression)
          .put("simplelicensing_licenseExpression", expression);
    }
    return id("license:" + expression);
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  ArrayNode elements() {
    return elements;
  }
}
