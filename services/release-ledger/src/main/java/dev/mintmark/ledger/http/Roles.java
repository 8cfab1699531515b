package dev.mintmark.ledger.http;

/** Roles that may read the ledger. */
final class Roles {
  static final String VIEWER = "viewer";
  static final String OPERATOR = "operator";
  static final String CI = "ci";

  private Roles() {}
}
