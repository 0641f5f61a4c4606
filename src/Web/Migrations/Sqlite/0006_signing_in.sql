-- Passkeys; whether the second factor is an authenticator; what an administrator does that a second person confirms.
ALTER TABLE platform_person ADD COLUMN "HasAuthenticator" INTEGER NOT NULL DEFAULT 0;
UPDATE platform_person SET "HasAuthenticator" = "TwoFactorEnabled";

CREATE TABLE platform_passkey (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_passkey" PRIMARY KEY,
    "PersonId" TEXT NOT NULL,
    "CredentialId" BLOB NOT NULL,
    "PublicKey" BLOB NOT NULL,
    "Name" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "UsedAt" TEXT NULL,
    "SignCount" INTEGER NOT NULL,
    "BackupEligible" INTEGER NOT NULL,
    "BackedUp" INTEGER NOT NULL,
    "Transports" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_passkey_CredentialId" ON platform_passkey ("CredentialId");
CREATE INDEX "IX_platform_passkey_PersonId" ON platform_passkey ("PersonId");

CREATE TABLE platform_four_eyes (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_four_eyes" PRIMARY KEY,
    "Act" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "Form" TEXT NOT NULL,
    "AskedBy" TEXT NOT NULL,
    "AskedFrom" TEXT NOT NULL,
    "AskedAt" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "DecidedBy" TEXT NULL,
    "DecidedAt" TEXT NULL
);
CREATE INDEX "IX_platform_four_eyes_State_AskedAt" ON platform_four_eyes ("State", "AskedAt");
