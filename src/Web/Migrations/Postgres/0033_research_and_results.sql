-- Research topics: calls, sealed bids, review, course and use.
CREATE TABLE programme_research (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research" PRIMARY KEY,
    "Year" integer NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Question" character varying(2000) NOT NULL,
    "Expected" character varying(2000) NOT NULL,
    "Conditions" character varying(2000) NOT NULL,
    "MostYuan" integer NOT NULL,
    "BidsUntil" date NULL,
    "DueOn" date NULL,
    "Weights" character varying(20) NOT NULL,
    "State" character varying(12) NOT NULL,
    "OpenedOn" date NULL,
    "BidId" uuid NULL,
    "UnitId" uuid NULL,
    "UnitName" character varying(120) NOT NULL,
    "Institution" character varying(80) NOT NULL,
    "Leader" character varying(40) NOT NULL,
    "Yuan" integer NULL,
    "AwardedOn" date NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_research_Year_State" ON programme_research ("Year", "State");
CREATE INDEX "IX_programme_research_UnitId_State" ON programme_research ("UnitId", "State");
CREATE TABLE programme_research_bid (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research_bid" PRIMARY KEY,
    "TopicId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "Institution" character varying(80) NOT NULL,
    "Leader" character varying(40) NOT NULL,
    "Plan" character varying(6000) NOT NULL,
    "Yuan" integer NOT NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "Withdrawn" boolean NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_bid_TopicId_UnitId_Institution" ON programme_research_bid ("TopicId", "UnitId", "Institution");
CREATE TABLE programme_research_reviewer (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research_reviewer" PRIMARY KEY,
    "TopicId" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "PostId" uuid NOT NULL,
    "Name" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_reviewer_TopicId_PersonId" ON programme_research_reviewer ("TopicId", "PersonId");
CREATE TABLE programme_research_score (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research_score" PRIMARY KEY,
    "TopicId" uuid NOT NULL,
    "BidId" uuid NOT NULL,
    "ReviewerId" uuid NOT NULL,
    "Marks" character varying(20) NOT NULL,
    "Reason" character varying(300) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_score_BidId_ReviewerId" ON programme_research_score ("BidId", "ReviewerId");
CREATE INDEX "IX_programme_research_score_TopicId" ON programme_research_score ("TopicId");
CREATE TABLE programme_research_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research_step" PRIMARY KEY,
    "TopicId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "Text" character varying(4000) NULL,
    "Day" date NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_step_TopicId_Number" ON programme_research_step ("TopicId", "Number");
CREATE TABLE programme_research_use (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_research_use" PRIMARY KEY,
    "TopicId" uuid NOT NULL,
    "Kind" character varying(8) NULL,
    "LinkId" uuid NULL,
    "Text" character varying(500) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL
);
CREATE INDEX "IX_programme_research_use_TopicId" ON programme_research_use ("TopicId");
-- Expected results: what is to exist at the end, and what proves it.
CREATE TABLE programme_result (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_result" PRIMARY KEY,
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
    "Form" character varying(12) NOT NULL,
    "Quantity" integer NOT NULL,
    "CountUnit" character varying(10) NOT NULL,
    "DueOn" date NULL,
    "State" character varying(12) NOT NULL,
    "Said" character varying(1000) NULL,
    "SaidBy" uuid NULL,
    "SaidName" character varying(200) NULL,
    "SaidOn" date NULL,
    "LinkKind" character varying(8) NULL,
    "LinkId" uuid NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL,
    "Reason" character varying(1000) NULL,
    "ConfirmedName" character varying(200) NULL,
    "ConfirmedOn" date NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_result_PlanId_PlanKey" ON programme_result ("PlanId", "PlanKey");
CREATE UNIQUE INDEX "IX_programme_result_Name" ON programme_result ("Name");
CREATE INDEX "IX_programme_result_State_DueOn" ON programme_result ("State", "DueOn");
CREATE INDEX "IX_programme_result_UnitId" ON programme_result ("UnitId");
