-- Passkeys; whether the second factor is an authenticator; what an administrator does that a second person confirms.
ALTER TABLE platform_person ADD COLUMN "HasAuthenticator" boolean NOT NULL DEFAULT FALSE;
UPDATE platform_person SET "HasAuthenticator" = "TwoFactorEnabled";

CREATE TABLE platform_passkey (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_passkey" PRIMARY KEY,
    "PersonId" uuid NOT NULL,
    "CredentialId" bytea NOT NULL,
    "PublicKey" bytea NOT NULL,
    "Name" character varying(60) NOT NULL,
    "CreatedAt" timestamp with time zone NOT NULL,
    "UsedAt" timestamp with time zone NULL,
    "SignCount" bigint NOT NULL,
    "BackupEligible" boolean NOT NULL,
    "BackedUp" boolean NOT NULL,
    "Transports" character varying(100) NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_passkey_CredentialId" ON platform_passkey ("CredentialId");
CREATE INDEX "IX_platform_passkey_PersonId" ON platform_passkey ("PersonId");

CREATE TABLE platform_four_eyes (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_four_eyes" PRIMARY KEY,
    "Act" character varying(20) NOT NULL,
    "PersonId" uuid NOT NULL,
    "Form" text NOT NULL,
    "AskedBy" uuid NOT NULL,
    "AskedFrom" uuid NOT NULL,
    "AskedAt" timestamp with time zone NOT NULL,
    "State" character varying(12) NOT NULL,
    "DecidedBy" uuid NULL,
    "DecidedAt" timestamp with time zone NULL
);
CREATE INDEX "IX_platform_four_eyes_State_AskedAt" ON platform_four_eyes ("State", "AskedAt");
