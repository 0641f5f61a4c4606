-- The keys of what is sealed, and the register of children, whose names lie only under them.
CREATE TABLE platform_data_key (
    "Id" integer NOT NULL,
    "Class" character varying(10) NOT NULL,
    "Use" character varying(10) NOT NULL,
    "Suite" smallint NOT NULL,
    "Wrapped" bytea NOT NULL,
    "Keeper" character varying(40) NOT NULL,
    "MadeAt" timestamp with time zone NOT NULL,
    "RetiredAt" timestamp with time zone,
    CONSTRAINT "PK_platform_data_key" PRIMARY KEY ("Id")
);
CREATE TABLE platform_search_token (
    "Field" character varying(60) NOT NULL,
    "Token" bigint NOT NULL,
    "Owner" uuid NOT NULL,
    "Only" boolean NOT NULL,
    CONSTRAINT "PK_platform_search_token" PRIMARY KEY ("Field", "Token", "Owner")
);
CREATE UNIQUE INDEX "IX_platform_search_token_only" ON platform_search_token ("Field", "Token") WHERE "Only";
CREATE INDEX "IX_platform_search_token_Owner" ON platform_search_token ("Owner");
CREATE TABLE platform_disclosure (
    "Id" uuid NOT NULL,
    "Kind" character varying(60) NOT NULL,
    "Subject" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Label" bytea,
    "Reason" bytea,
    "Purpose" character varying(20) NOT NULL,
    "PersonId" uuid NOT NULL,
    "PostId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "AskedAt" timestamp with time zone NOT NULL,
    "State" character varying(10) NOT NULL,
    "DecidedBy" uuid,
    "DecidedAt" timestamp with time zone,
    "Until" timestamp with time zone,
    "Urgent" boolean NOT NULL,
    "Justified" boolean,
    "Version" integer NOT NULL,
    CONSTRAINT "PK_platform_disclosure" PRIMARY KEY ("Id")
);
CREATE INDEX "IX_platform_disclosure_PostId_Kind_Until" ON platform_disclosure ("PostId", "Kind", "Until");
CREATE INDEX "IX_platform_disclosure_State_AskedAt" ON platform_disclosure ("State", "AskedAt");
CREATE INDEX "IX_platform_disclosure_Subject" ON platform_disclosure ("Subject");
CREATE TABLE protection_child (
    "Id" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "SchoolId" uuid,
    "Name" bytea NOT NULL,
    "IdNumber" bytea,
    "IdKind" character varying(20) NOT NULL,
    "BirthDay" bytea NOT NULL,
    "BirthYear" integer NOT NULL,
    "Sex" character varying(10) NOT NULL,
    "Address" bytea,
    "RegisteredAt" timestamp with time zone NOT NULL,
    "VerifiedOn" date NOT NULL,
    "ClosedOn" date,
    "Version" integer NOT NULL,
    CONSTRAINT "PK_protection_child" PRIMARY KEY ("Id")
);
CREATE INDEX "IX_protection_child_RegionCode_RegisteredAt" ON protection_child ("RegionCode", "RegisteredAt");
CREATE INDEX "IX_protection_child_SchoolId" ON protection_child ("SchoolId");
CREATE TABLE protection_label (
    "Id" uuid NOT NULL,
    "ChildId" uuid NOT NULL,
    "Group" character varying(20) NOT NULL,
    "From" date NOT NULL,
    "Until" date,
    CONSTRAINT "PK_protection_label" PRIMARY KEY ("Id")
);
CREATE INDEX "IX_protection_label_ChildId_Group" ON protection_label ("ChildId", "Group");
CREATE TABLE protection_guardian (
    "Id" uuid NOT NULL,
    "ChildId" uuid NOT NULL,
    "Name" bytea NOT NULL,
    "Phone" bytea,
    "Kinship" character varying(12) NOT NULL,
    CONSTRAINT "PK_protection_guardian" PRIMARY KEY ("Id")
);
CREATE INDEX "IX_protection_guardian_ChildId" ON protection_guardian ("ChildId");
CREATE TABLE protection_consent (
    "Id" uuid NOT NULL,
    "ChildId" uuid NOT NULL,
    "GuardianId" uuid NOT NULL,
    "Scope" character varying(20) NOT NULL,
    "TextVersion" character varying(20) NOT NULL,
    "GivenOn" date NOT NULL,
    "WithdrawnOn" date,
    CONSTRAINT "PK_protection_consent" PRIMARY KEY ("Id")
);
CREATE INDEX "IX_protection_consent_ChildId_Scope" ON protection_consent ("ChildId", "Scope");
