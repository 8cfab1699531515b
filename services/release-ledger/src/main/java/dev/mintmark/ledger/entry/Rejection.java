package dev.mintmark.ledger.entry;

/** Why a step refused a release, in the words of {@code release.rejected}. */
public record Rejection(String step, String code, String subject, String found, String advice) {

  /**
   * The code by which trainer-ingest refuses a request for a release that another request holds.
   */
  private static final String CLAIMED = "ING-010";

  /** The request was refused because another one holds the release, which goes on untouched. */
  public boolean refusesClaim() {
    return code.equals(CLAIMED);
  }
}
