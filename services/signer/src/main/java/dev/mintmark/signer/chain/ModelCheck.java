package dev.mintmark.signer.chain;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelIngested;

/** Whether the ingested model is the requested one. */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Compares.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-002
   */
  public static void check(ReleaseChain chain) {
    BuildRequested request = chain.request();
    ModelIngested ingested = chain.ingested();
    var identity = ingested.getIdentity();
    SignerCode code = SignerCode.MODEL;
    code.same("the ingested model", request.getModel().getFile(), ingested.getModel());
    code.same("the model's digest", ingested.getModel().getDigest(), identity.getModel());
    code.same("the model's commit", request.getSource().getCommit(), identity.getCommit());
    code.same(
        "the model's dataset", request.getModel().getDataset().getDigest(), identity.getDataset());
    code.same(
        "the model's environment",
        request.getModel().getEnvironment().getDigest(),
        identity.getEnvironment());
  }
}
