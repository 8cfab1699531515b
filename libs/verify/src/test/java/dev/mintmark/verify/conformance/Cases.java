package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.utf8;
import static dev.mintmark.verify.conformance.Parts.with;

import dev.mintmark.verify.refusal.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All cases, made anew; the folder of fixtures holds what this makes. */
final class Cases {
  private Cases() {}

  static List<Case> all() {
    return Stream.of(
            right(),
            KeyCases.all(),
            SignatureCases.all(),
            EnvelopeCases.all(),
            StatementCases.all(),
            JsonCases.all(),
            LogCases.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> right() {
    String unnamed = with(Parts.statement(), "\"name\":\"" + Parts.REPOSITORY + "\",", "");
    String noted =
        with(Parts.statement(), "\"digest\":", "\"annotations\":{\"site\":\"Köln\"},\"digest\":");
    List<Case> cases = new ArrayList<>();
    cases.add(Case.right("managed-key-happy-path", utf8(bundle())));
    cases.add(
        Case.right(
            "managed-key-with-empty-key-id",
            utf8(with(bundle(), "{\"sig\"", "{\"keyid\":\"\",\"sig\""))));
    cases.add(
        Case.right(
            "managed-key-with-empty-log",
            utf8(with(bundle(), "{\"publicKey\"", "{\"tlogEntries\":[],\"publicKey\""))));
    cases.add(Case.right("managed-key-with-spaces", utf8(with(bundle(), "{", "\n  {\t") + " \n")));
    cases.add(
        Case.right(
            "managed-key-with-escapes",
            utf8(with(bundle(), "\"mediaType\"", "\"\\u006dediaType\""))));
    cases.add(Case.right("subject-without-name", utf8(Parts.signed(unnamed))));
    cases.add(Case.right("subject-with-non-ascii-note", utf8(Parts.signed(noted))));
    return cases;
  }

  static Case wrong(String name, String bundle, RefusalCode code) {
    return new Case(name, utf8(bundle), code);
  }
}
