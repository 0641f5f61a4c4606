-- Audit entries become one chain. Those from before have no place in it; everything written from now on has.
ALTER TABLE platform_audit ADD COLUMN "Seq" INTEGER NULL;
ALTER TABLE platform_audit ADD COLUMN "Kind" TEXT NOT NULL DEFAULT 'Write';
ALTER TABLE platform_audit ADD COLUMN "Hash" TEXT NULL;
CREATE UNIQUE INDEX "IX_platform_audit_Seq" ON platform_audit ("Seq");
CREATE INDEX "IX_platform_audit_PersonId_Seq" ON platform_audit ("PersonId", "Seq");

CREATE TABLE platform_audit_seal (
    "Seq" INTEGER NOT NULL CONSTRAINT "PK_platform_audit_seal" PRIMARY KEY,
    "Head" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Signature" TEXT NOT NULL
);
