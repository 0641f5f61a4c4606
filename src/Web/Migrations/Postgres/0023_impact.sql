-- Child impact assessments: what they rest on, whom they heard, what they judge, and every step of theirs.
CREATE TABLE programme_impact (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact" PRIMARY KEY,
    "Title" character varying(120) NOT NULL,
    "About" character varying(2000) NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "UnitId" uuid NOT NULL,
    "State" character varying(16) NOT NULL,
    "Depth" character varying(8) NOT NULL,
    "Answers" text NOT NULL,
    "ScreenedBy" uuid NULL,
    "Scope" text NOT NULL,
    "Options" character varying(400) NOT NULL,
    "RegisteredOn" date NOT NULL,
    "UnheardReason" character varying(2000) NULL,
    "UnheardBy" character varying(80) NULL,
    "Decision" character varying(12) NULL,
    "DecisionReason" character varying(2000) NULL,
    "DecidedOn" date NULL,
    "PublicSummary" character varying(2000) NULL,
    "ChildrenSaid" character varying(2000) NULL,
    "WhatChanged" character varying(2000) NULL,
    "ChildVersion" character varying(2000) NULL,
    "PublishedOn" date NULL,
    "NextDue" date NULL,
    "Looks" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_impact_UnitId_State" ON programme_impact ("UnitId", "State");
CREATE INDEX "IX_programme_impact_State_NextDue" ON programme_impact ("State", "NextDue");
CREATE INDEX "IX_programme_impact_PublishedOn" ON programme_impact ("PublishedOn");
CREATE TABLE programme_impact_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact_step" PRIMARY KEY,
    "ImpactId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(20) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Text" character varying(2000) NULL,
    "Day" date NULL
);
CREATE UNIQUE INDEX "IX_programme_impact_step_ImpactId_Number" ON programme_impact_step ("ImpactId", "Number");
CREATE TABLE programme_impact_evidence (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact_evidence" PRIMARY KEY,
    "ImpactId" uuid NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "Title" character varying(200) NOT NULL,
    "IndicatorId" character varying(80) NULL,
    "Region" character varying(80) NULL,
    "Period" character varying(12) NULL,
    "Figure" character varying(60) NULL,
    "TaskId" uuid NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "AddedOn" date NOT NULL
);
CREATE INDEX "IX_programme_impact_evidence_ImpactId" ON programme_impact_evidence ("ImpactId");
CREATE TABLE programme_impact_hearing (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact_hearing" PRIMARY KEY,
    "ImpactId" uuid NOT NULL,
    "On" date NOT NULL,
    "Method" character varying(12) NOT NULL,
    "Number" integer NOT NULL,
    "AgeFrom" integer NOT NULL,
    "AgeTo" integer NOT NULL,
    "Said" character varying(2000) NOT NULL,
    "Invited" character varying(600) NOT NULL,
    "Missing" character varying(600) NOT NULL
);
CREATE INDEX "IX_programme_impact_hearing_ImpactId" ON programme_impact_hearing ("ImpactId");
CREATE TABLE programme_impact_row (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact_row" PRIMARY KEY,
    "ImpactId" uuid NOT NULL,
    "Option" integer NOT NULL,
    "Group" character varying(12) NOT NULL,
    "Right" character varying(24) NOT NULL,
    "Effect" integer NOT NULL,
    "Likelihood" integer NOT NULL,
    "Duration" integer NOT NULL,
    "Grade" character varying(2) NOT NULL,
    "Why" character varying(600) NOT NULL,
    "Mitigation" character varying(600) NULL,
    "Owner" character varying(120) NULL,
    "MitigateBy" date NULL
);
CREATE UNIQUE INDEX "IX_programme_impact_row_ImpactId_Option_Group_Right" ON programme_impact_row ("ImpactId", "Option", "Group", "Right");
CREATE TABLE programme_impact_comment (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_impact_comment" PRIMARY KEY,
    "ImpactId" uuid NOT NULL,
    "Expert" boolean NOT NULL,
    "By" character varying(120) NOT NULL,
    "Text" character varying(2000) NOT NULL,
    "Answer" character varying(2000) NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_programme_impact_comment_ImpactId" ON programme_impact_comment ("ImpactId");
