-- The registers of key projects, with their course, money and milestones, and of policies.
CREATE TABLE programme_project (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_project" PRIMARY KEY,
    "PlanId" uuid NULL,
    "PlanKey" character varying(240) NULL,
    "PlanNumber" integer NULL,
    "Block" integer NULL,
    "Dropped" boolean NOT NULL,
    "Name" character varying(200) NOT NULL,
    "Content" character varying(4000) NOT NULL,
    "UnitId" uuid NULL,
    "UnitsText" character varying(400) NOT NULL,
    "TaskId" uuid NULL,
    "Version" integer NOT NULL,
    "DomainId" uuid NULL,
    "Stage" character varying(12) NOT NULL,
    "StageOn" date NULL,
    "Land" character varying(300) NULL,
    "Permit" character varying(300) NULL,
    "Address" character varying(300) NULL,
    "Latitude" numeric(18,4) NULL,
    "Longitude" numeric(18,4) NULL
);
CREATE UNIQUE INDEX "IX_programme_project_PlanId_PlanKey" ON programme_project ("PlanId", "PlanKey");
CREATE INDEX "IX_programme_project_UnitId_Stage" ON programme_project ("UnitId", "Stage");
CREATE TABLE programme_project_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_project_step" PRIMARY KEY,
    "ProjectId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Stage" character varying(12) NOT NULL,
    "Day" date NOT NULL,
    "Text" character varying(500) NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_project_step_ProjectId_Number" ON programme_project_step ("ProjectId", "Number");
CREATE TABLE programme_project_fund (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_project_fund" PRIMARY KEY,
    "ProjectId" uuid NOT NULL,
    "Year" integer NOT NULL,
    "Source" character varying(16) NOT NULL,
    "Planned" numeric(18,4) NULL,
    "Paid" numeric(18,4) NULL,
    "Reason" character varying(300) NULL
);
CREATE UNIQUE INDEX "IX_programme_project_fund_ProjectId_Year_Source" ON programme_project_fund ("ProjectId", "Year", "Source");
CREATE TABLE programme_project_milestone (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_project_milestone" PRIMARY KEY,
    "ProjectId" uuid NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Due" date NOT NULL,
    "DoneOn" date NULL
);
CREATE INDEX "IX_programme_project_milestone_ProjectId_Due" ON programme_project_milestone ("ProjectId", "Due");
CREATE TABLE programme_policy (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_policy" PRIMARY KEY,
    "PlanId" uuid NULL,
    "PlanKey" character varying(240) NULL,
    "PlanNumber" integer NULL,
    "Block" integer NULL,
    "Dropped" boolean NOT NULL,
    "Name" character varying(200) NOT NULL,
    "Content" character varying(4000) NOT NULL,
    "UnitId" uuid NULL,
    "UnitsText" character varying(400) NOT NULL,
    "TaskId" uuid NULL,
    "Version" integer NOT NULL,
    "State" character varying(12) NOT NULL,
    "Number" character varying(60) NULL,
    "From" date NULL,
    "ExpiresOn" date NULL,
    "ReplacedBy" uuid NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "ToldOf" date NULL
);
CREATE UNIQUE INDEX "IX_programme_policy_PlanId_PlanKey" ON programme_policy ("PlanId", "PlanKey");
CREATE INDEX "IX_programme_policy_UnitId_State" ON programme_policy ("UnitId", "State");
CREATE INDEX "IX_programme_policy_State_ExpiresOn" ON programme_policy ("State", "ExpiresOn");
