-- The keys of what is sealed, and the register of children, whose names lie only under them.
CREATE TABLE platform_data_key (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_platform_data_key" PRIMARY KEY,
    "Class" TEXT NOT NULL,
    "Use" TEXT NOT NULL,
    "Suite" INTEGER NOT NULL,
    "Wrapped" BLOB NOT NULL,
    "Keeper" TEXT NOT NULL,
    "MadeAt" TEXT NOT NULL,
    "RetiredAt" TEXT NULL
);
CREATE TABLE platform_search_token (
    "Field" TEXT NOT NULL,
    "Token" INTEGER NOT NULL,
    "Owner" TEXT NOT NULL,
    "Only" INTEGER NOT NULL,
    CONSTRAINT "PK_platform_search_token" PRIMARY KEY ("Field", "Token", "Owner")
);
CREATE UNIQUE INDEX "IX_platform_search_token_only" ON platform_search_token ("Field", "Token") WHERE "Only";
CREATE INDEX "IX_platform_search_token_Owner" ON platform_search_token ("Owner");
CREATE TABLE platform_disclosure (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_disclosure" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Label" BLOB NULL,
    "Reason" BLOB NULL,
    "Purpose" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PostId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "AskedAt" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "DecidedBy" TEXT NULL,
    "DecidedAt" TEXT NULL,
    "Until" TEXT NULL,
    "Urgent" INTEGER NOT NULL,
    "Justified" INTEGER NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_platform_disclosure_PostId_Kind_Until" ON platform_disclosure ("PostId", "Kind", "Until");
CREATE INDEX "IX_platform_disclosure_State_AskedAt" ON platform_disclosure ("State", "AskedAt");
CREATE INDEX "IX_platform_disclosure_Subject" ON platform_disclosure ("Subject");
CREATE TABLE protection_child (
    "Id" TEXT NOT NULL CONSTRAINT "PK_protection_child" PRIMARY KEY,
    "RegionCode" TEXT NOT NULL,
    "SchoolId" TEXT NULL,
    "Name" BLOB NOT NULL,
    "IdNumber" BLOB NULL,
    "IdKind" TEXT NOT NULL,
    "BirthDay" BLOB NOT NULL,
    "BirthYear" INTEGER NOT NULL,
    "Sex" TEXT NOT NULL,
    "Address" BLOB NULL,
    "RegisteredAt" TEXT NOT NULL,
    "VerifiedOn" TEXT NOT NULL,
    "ClosedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_protection_child_RegionCode_RegisteredAt" ON protection_child ("RegionCode", "RegisteredAt");
CREATE INDEX "IX_protection_child_SchoolId" ON protection_child ("SchoolId");
CREATE TABLE protection_label (
    "Id" TEXT NOT NULL CONSTRAINT "PK_protection_label" PRIMARY KEY,
    "ChildId" TEXT NOT NULL,
    "Group" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "Until" TEXT NULL
);
CREATE INDEX "IX_protection_label_ChildId_Group" ON protection_label ("ChildId", "Group");
CREATE TABLE protection_guardian (
    "Id" TEXT NOT NULL CONSTRAINT "PK_protection_guardian" PRIMARY KEY,
    "ChildId" TEXT NOT NULL,
    "Name" BLOB NOT NULL,
    "Phone" BLOB NULL,
    "Kinship" TEXT NOT NULL
);
CREATE INDEX "IX_protection_guardian_ChildId" ON protection_guardian ("ChildId");
CREATE TABLE protection_consent (
    "Id" TEXT NOT NULL CONSTRAINT "PK_protection_consent" PRIMARY KEY,
    "ChildId" TEXT NOT NULL,
    "GuardianId" TEXT NOT NULL,
    "Scope" TEXT NOT NULL,
    "TextVersion" TEXT NOT NULL,
    "GivenOn" TEXT NOT NULL,
    "WithdrawnOn" TEXT NULL
);
CREATE INDEX "IX_protection_consent_ChildId_Scope" ON protection_consent ("ChildId", "Scope");
